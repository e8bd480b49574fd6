# What a team keeps in Terraform for two functions. The first values of what changes in place are the defaults.

terraform {
  required_providers {
    aws = { source = "hashicorp/aws" }
  }
}

variable "memory_mb" { default = 128 }
variable "greeting" { default = "hello" }
variable "team" { default = "media" }
variable "allowed_origin" { default = "https://one.example" }
variable "python_zip" { default = "python-first.zip" }
variable "retries" { default = 1 }

variable "second_version_weight" {
  type    = number
  default = null
}

# Endpoint, Region and key come from the environment.
provider "aws" {
  default_tags {
    tags = { managed_by = "terraform" }
  }
}

data "aws_caller_identity" "current" {}

data "aws_iam_policy_document" "trusts_lambda" {
  statement {
    actions = ["sts:AssumeRole"]

    principals {
      type        = "Service"
      identifiers = ["lambda.amazonaws.com"]
    }
  }
}

data "aws_iam_policy_document" "invokes" {
  statement {
    actions   = ["lambda:InvokeFunction"]
    resources = ["arn:aws:lambda:*:${data.aws_caller_identity.current.account_id}:function:tf-*"]
  }
}

resource "aws_iam_role" "worker" {
  name               = "tf-worker"
  path               = "/service/"
  description        = "Role of team ${var.team}"
  assume_role_policy = data.aws_iam_policy_document.trusts_lambda.json
  tags               = { team = var.team }
}

resource "aws_iam_role_policy" "invokes" {
  name   = "invokes"
  role   = aws_iam_role.worker.id
  policy = data.aws_iam_policy_document.invokes.json
}

resource "aws_iam_role_policy_attachment" "basic" {
  role       = aws_iam_role.worker.name
  policy_arn = "arn:aws:iam::aws:policy/service-role/AWSLambdaBasicExecutionRole"
}

resource "aws_iam_policy" "own" {
  name   = "tf-own"
  policy = data.aws_iam_policy_document.invokes.json
  tags   = { team = var.team }
}

resource "aws_iam_role_policy_attachment" "own" {
  role       = aws_iam_role.worker.name
  policy_arn = aws_iam_policy.own.arn
}

resource "aws_lambda_layer_version" "greeter" {
  layer_name          = "tf-greeter"
  filename            = "layer.zip"
  source_code_hash    = filebase64sha256("layer.zip")
  compatible_runtimes = ["nodejs20.x"]
  description         = "Greets"
}

resource "aws_lambda_function" "node" {
  function_name                  = "tf-node"
  description                    = "Greets through its layer"
  role                           = aws_iam_role.worker.arn
  runtime                        = "nodejs20.x"
  handler                        = "index.handler"
  filename                       = "node.zip"
  source_code_hash               = filebase64sha256("node.zip")
  layers                         = [aws_lambda_layer_version.greeter.arn]
  memory_size                    = var.memory_mb
  timeout                        = 10
  reserved_concurrent_executions = 5
  publish                        = true
  tags                           = { team = var.team }

  ephemeral_storage {
    size = 1024
  }

  environment {
    variables = { GREETING = var.greeting }
  }
}

resource "aws_lambda_function" "python" {
  function_name    = "tf-python"
  role             = aws_iam_role.worker.arn
  runtime          = "python3.12"
  handler          = "app.handler"
  filename         = var.python_zip
  source_code_hash = filebase64sha256(var.python_zip)
  publish          = true
}

resource "aws_lambda_alias" "live" {
  name             = "live"
  function_name    = aws_lambda_function.node.function_name
  function_version = "1"

  dynamic "routing_config" {
    for_each = var.second_version_weight == null ? [] : [var.second_version_weight]

    content {
      additional_version_weights = { (aws_lambda_function.node.version) = routing_config.value }
    }
  }
}

resource "aws_lambda_provisioned_concurrency_config" "first" {
  function_name                     = aws_lambda_function.python.function_name
  qualifier                         = "1"
  provisioned_concurrent_executions = 1
}

resource "aws_lambda_function_url" "python" {
  function_name      = aws_lambda_function.python.function_name
  authorization_type = "NONE"

  cors {
    allow_origins = [var.allowed_origin]
    allow_methods = ["GET"]
    max_age       = 60
  }
}

# Since October 2025 an open URL needs this one besides the permission that the provider adds.
# https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html
resource "aws_lambda_permission" "everybody" {
  statement_id  = "everybody"
  action        = "lambda:InvokeFunction"
  function_name = aws_lambda_function.python.function_name
  principal     = "*"
}

resource "aws_lambda_permission" "bucket" {
  statement_id   = "bucket"
  action         = "lambda:InvokeFunction"
  function_name  = aws_lambda_function.node.function_name
  qualifier      = aws_lambda_alias.live.name
  principal      = "s3.amazonaws.com"
  source_arn     = "arn:aws:s3:::uploads"
  source_account = data.aws_caller_identity.current.account_id
}

resource "aws_lambda_function_event_invoke_config" "node" {
  function_name                = aws_lambda_function.node.function_name
  maximum_event_age_in_seconds = 120
  maximum_retry_attempts       = var.retries

  destination_config {
    on_success {
      destination = aws_lambda_function.python.arn
    }
  }
}

resource "aws_lambda_invocation" "greeting" {
  function_name = aws_lambda_function.node.function_name
  qualifier     = aws_lambda_function.node.version
  input         = jsonencode({ who = var.team })
}

data "aws_lambda_invocation" "python" {
  function_name = aws_lambda_function.python.function_name
  input         = jsonencode({ n = 20 })
}

data "aws_lambda_function" "published" {
  function_name = aws_lambda_function.node.function_name
  qualifier     = aws_lambda_function.node.version
}

output "seen" {
  value = {
    account   = data.aws_caller_identity.current.account_id
    greeting  = jsondecode(aws_lambda_invocation.greeting.result)
    python    = jsondecode(data.aws_lambda_invocation.python.result)
    url       = aws_lambda_function_url.python.function_url
    published = data.aws_lambda_function.published.qualified_arn
  }
}
