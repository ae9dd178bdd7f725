import { marketContract } from '../../contracts/market-contract.ts';
import { cboe } from '../../contracts/venues-under-test.ts';

marketContract(cboe);
