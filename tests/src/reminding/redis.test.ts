import { startRedisService } from '../../../tools/testing/document-services';
import { describeWithRedis } from '../../../tools/testing/redis';
import { suite } from './suite';

describeWithRedis()('Redis', () => {
  suite(startRedisService);
});
