import { marketContract } from '../../contracts/market-contract.ts';
import { tradier } from '../../contracts/venues-under-test.ts';

marketContract(tradier);
