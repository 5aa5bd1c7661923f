import { startSyncService } from '../../../tools/testing/document-services';
import { suite } from './suite';

suite(startSyncService);
