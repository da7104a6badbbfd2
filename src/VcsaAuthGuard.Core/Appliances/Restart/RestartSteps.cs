using System.Diagnostics;
using System.Text;
using VcsaAuthGuard.Appliances.Services;

namespace VcsaAuthGuard.Appliances.Restart;

/// <summary>Takes the steps of a restart and records the result of each.</summary>
internal sealed class RestartSteps(IServiceControl control, RestartOptions options) : IServiceRunObserver
{
    /// <summary>The number of characters that are kept of a step's output; the appliance sends its first 256 KiB.</summary>
    private const int MaxOutput = 512 << 10;

    private readonly List<RestartStep> _taken = [];
    private readonly StringBuilder _output = new();
    private readonly Stopwatch _clock = new();
    private RestartStep? _current;

    public IReadOnlyList<RestartStep> Taken => _taken;

    /// <summary>Gets the time just before the first step; the current time if there is no step.</summary>
    public DateTimeOffset FirstStart { get; private set; } = DateTimeOffset.MaxValue;

    /// <summary>
    /// Returns the steps in their order. vpxd reaches hosts through the gateway's pipe, so without <c>--restart</c> vpxd stops first and
    /// starts last.
    /// </summary>
    public static IReadOnlyList<ServiceStep> Plan(RestartScope scope, bool hasRestart) =>
        (scope, hasRestart) switch
        {
            (RestartScope.Full, _) => [new(ServiceAction.Stop, []), new(ServiceAction.Start, [])],
            (_, true) => [new(ServiceAction.Restart, ServiceCatalog.ProxyPipeline)],
            _ =>
            [
                new(ServiceAction.Stop, [ServiceCatalog.Vpxd]),
                new(ServiceAction.Stop, [ServiceCatalog.HostGateway]),
                new(ServiceAction.Start, [ServiceCatalog.HostGateway]),
                new(ServiceAction.Start, [ServiceCatalog.Vpxd]),
            ],
        };

    /// <summary>Creates a run of some steps, after which the proxy pipeline and, in a full restart, all that ran before must run.</summary>
    public ServiceRun Create(IReadOnlyList<ServiceStep> steps) =>
        new()
        {
            Steps = steps,
            Wanted = [ServiceCatalog.HostGateway, ServiceCatalog.Vpxd],
            IsFull = options.Scope == RestartScope.Full,
            Timeout = options.StepTimeout ?? options.Timeout,
            StartTimeout = options.Timeout,
            BeginTimeout = options.BeginTimeout,
            PollInterval = options.PollInterval,
        };

    /// <summary>Takes the steps of a run, for which the lock was taken.</summary>
    /// <returns>The reason why the end was not seen; null if it was.</returns>
    /// <exception cref="ApplianceException">Nothing was changed.</exception>
    public async Task<string?> RunAsync(ServiceRun run)
    {
        DateTimeOffset start = DateTimeOffset.UtcNow;
        FirstStart = start < FirstStart ? start : FirstStart;
        try
        {
            await control.RunAsync(run, this).ConfigureAwait(false);
            return null;
        }
        catch (ApplianceException e) when (_current is not null || e.Problem != ApplianceProblem.Refused)
        {
            if (_current is null)
            {
                ServiceStep first = run.Steps[0];
                StepBegins(string.Join("; ", control.Describe(first.Action, first.Services)));
            }

            End(null, e.Message);
            return e.Message;
        }
    }

    public void StepBegins(string command)
    {
        _output.Clear();
        _clock.Restart();
        _current = new() { Command = command, Start = DateTimeOffset.UtcNow };
        Report(RestartEventKind.Step, command);
    }

    public void LineArrives(string line)
    {
        if (_output.Length + line.Length < MaxOutput)
        {
            _output.Append(line).Append('\n');
        }

        Report(RestartEventKind.Output, line);
    }

    public void StepEnds(int? exitCode) => End(exitCode, null);

    public void Report(RestartEventKind kind, string text) => options.OnEvent?.Invoke(new(DateTimeOffset.UtcNow, kind, text));

    private void End(int? exitCode, string? problem)
    {
        RestartStep step = _current! with
        {
            Duration = _clock.Elapsed,
            ExitCode = exitCode,
            Output = _output.ToString(),
            Problem = problem,
        };
        _taken.Add(step);
        _current = null;
        string end = problem ?? (exitCode is int code ? $"Ended with {code}" : "Ended");
        Report(RestartEventKind.StepEnd, FormattableString.Invariant($"{end} after {step.Duration.TotalSeconds:0.0} s."));
    }
}
