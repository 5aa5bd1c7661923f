import { build } from './build';

// `npm run build`
void build();
