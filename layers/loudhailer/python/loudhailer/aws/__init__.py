"""The ports on AWS: DynamoDB, SNS, SQS, S3, SSM. Nothing above sees botocore."""
