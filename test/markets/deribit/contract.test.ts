import { marketContract } from '../../contracts/market-contract.ts';
import { deribit, deribitLinear } from '../../contracts/venues-under-test.ts';

marketContract(deribit);
marketContract(deribitLinear);
