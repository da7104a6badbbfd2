using System.CommandLine;
using System.Globalization;
using VcsaAuthGuard.Cli.Errors;
using VcsaAuthGuard.Cli.Options;
using VcsaAuthGuard.Cli.Output;
using VcsaAuthGuard.GatewayQueues;

namespace VcsaAuthGuard.Cli.Commands;

/// <summary>Defines the command <c>vcsa-authguard queue</c>, the model of the host gateway's queue.</summary>
internal static class QueueCommand
{
    private const int DefaultConcurrency = 52;

    public static Command Create()
    {
        Option<int?> requests = Arguments.IntegerInRange("--requests", 1, ArrivalPattern.MaxRequests, "Number of requests.");
        requests.Required = true;
        Option<TimeSpan?> service = Arguments.Duration("--service-time", "Time that a request takes at the gateway, such as 39s.");
        service.Required = true;
        Option<int?> concurrency = Arguments.IntegerInRange(
            "--concurrency",
            1,
            GatewayQueue.MaxConcurrency,
            "Number of requests the host gateway serves at the same time. Default: 52, an assumption."
        );
        Option<int?> batch = Arguments.IntegerInRange(
            "--batch", 1, ArrivalPattern.MaxRequests, "Requests of one batch. With --interval. Default: 50.");
        Option<TimeSpan?> interval = Arguments.Duration("--interval", "Time from one batch to the next.");
        Option<TimeSpan?> over = Arguments.Duration("--over", "Time over which the requests come evenly. Default: all at once.");
        Option<TimeSpan?> lifetime = Arguments.Duration("--token-lifetime", "Longest wait of a token in the queue. Default: 300s.");
        OutputArguments output = new();
        Command command = new("queue", "Predicts waits and expired tokens in the queue of the Envoy host gateway.")
        {
            requests, service, concurrency, batch, interval, over, lifetime,
        };
        output.AddTo(command);
        command.Validators.Add(result =>
        {
            if (result.GetResult(interval) is not null && result.GetResult(over) is not null)
            {
                result.AddError("--interval and --over cannot be used together.");
            }

            if (result.GetResult(batch) is not null && result.GetResult(interval) is null)
            {
                result.AddError("--batch needs --interval.");
            }
        });
        command.SetAction(parsed =>
        {
            int count = parsed.GetValue(requests)!.Value;
            int size = parsed.GetValue(batch) ?? GatewayQueue.DefaultBatchSize;
            try
            {
                ArrivalPattern arrivals =
                    parsed.GetValue(interval) is TimeSpan between ? ArrivalPattern.Batches(count, size, between)
                    : parsed.GetValue(over) is TimeSpan span ? ArrivalPattern.Even(count, span)
                    : ArrivalPattern.AllAtOnce(count);
                ServiceTimes times = ServiceTimes.Constant(parsed.GetValue(service)!.Value);
                GatewayQueue queue = new(parsed.GetValue(concurrency) ?? DefaultConcurrency, times)
                {
                    TokenLifetime = parsed.GetValue(lifetime) ?? GatewayQueue.DefaultTokenLifetime,
                };
                using CommandStop stop = new();
                QueueForecast forecast = queue.Forecast(arrivals, size, stop.Token) with
                {
                    ConcurrencySource = parsed.GetValue(concurrency) is null ? ConcurrencySource.Assumed : ConcurrencySource.Given,
                };
                return TryWrite(forecast, output.Read(parsed)) ? ExitCode.Success : ExitCode.OutputFailed;
            }
            catch (ArgumentException e)
            {
                Console.Error.WriteLine(e.Message.Split('\n')[0]);
                return ExitCode.WrongUsage;
            }
            catch (OperationCanceledException)
            {
                return ExitCode.Interrupted;
            }
        });
        return command;
    }

    private static bool TryWrite(QueueForecast forecast, OutputFormat format) => RowWriters.TryWrite(
        [forecast],
        stream => RowWriters.Create(
            stream,
            format,
            CliJson.Default.QueueForecast,
            _ => true,
            new("REQUESTS", 8, item => Number(item.Requests), IsNumber: true),
            new("AT ONCE", 12, item => $"{Number(item.Concurrency)} {item.ConcurrencySource.ToString().ToLowerInvariant()}"),
            new("MEAN WAIT", 9, item => Seconds(item.MeanWait), IsNumber: true),
            new("95 %", 8, item => Seconds(item.Wait95), IsNumber: true),
            new("LONGEST", 8, item => Seconds(item.LongestWait), IsNumber: true),
            new("EXPIRED", 7, item => Number(item.Expired), IsNumber: true),
            new("LARGEST SAFE BATCH", 0, item => Number(item.LargestBatch))));

    private static string Number(int? value) => value?.ToString(CultureInfo.InvariantCulture) ?? "-";

    private static string Seconds(TimeSpan time) => string.Create(CultureInfo.InvariantCulture, $"{time.TotalSeconds:0.#} s");
}
