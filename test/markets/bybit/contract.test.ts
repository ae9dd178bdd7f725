import { marketContract } from '../../contracts/market-contract.ts';
import { bybit } from '../../contracts/venues-under-test.ts';

marketContract(bybit);
