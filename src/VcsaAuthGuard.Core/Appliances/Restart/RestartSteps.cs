using System.Diagnostics;
using System.Text;
using VcsaAuthGuard.Appliances.Services;

namespace VcsaAuthGuard.Appliances.Restart;

/// <summary>Takes the steps of a restart and keeps what came of each.</summary>
internal sealed class RestartSteps(IServiceControl control, RestartOptions options)
{
    private readonly List<RestartStep> _taken = [];
    private readonly List<Guid> _ids = [];

    public IReadOnlyList<RestartStep> Taken => _taken;

    public IReadOnlyList<Guid> Ids => _ids;

    /// <summary>When the first step began.</summary>
    public DateTimeOffset FirstStart => _taken.Count > 0 ? _taken[0].Start : DateTimeOffset.UtcNow;

    /// <summary>
    /// The steps in their order. vpxd reaches hosts through the gateway's pipe, so without <c>--restart</c> vpxd stops first and starts
    /// last.
    /// </summary>
    public static IEnumerable<(ServiceAction Action, IReadOnlyList<string> Services)> Plan(RestartScope scope, bool hasRestart) =>
        (scope, hasRestart) switch
        {
            (RestartScope.Full, _) => [(ServiceAction.Stop, []), (ServiceAction.Start, [])],
            (_, true) => [(ServiceAction.Restart, ServiceCatalog.ProxyPipeline)],
            _ =>
            [
                (ServiceAction.Stop, [ServiceCatalog.Vpxd]),
                (ServiceAction.Stop, [ServiceCatalog.HostGateway]),
                (ServiceAction.Start, [ServiceCatalog.HostGateway]),
                (ServiceAction.Start, [ServiceCatalog.Vpxd]),
            ],
        };

    public async Task<RestartStep> RunAsync(ServiceAction action, IReadOnlyList<string> services)
    {
        Guid id = Guid.NewGuid();
        _ids.Add(id);
        string command = string.Join("; ", control.Describe(action, services));
        Report(RestartEventKind.Step, command);
        Stopwatch clock = Stopwatch.StartNew();
        RestartStep step = new() { Command = command, Start = DateTimeOffset.UtcNow };
        try
        {
            StepResult answer = await control
                .RunStepAsync(id, action, services, line => Report(RestartEventKind.Output, line), options.Timeout)
                .ConfigureAwait(false);
            step = step with { Duration = clock.Elapsed, ExitCode = answer.ExitCode, Output = answer.Output };
        }
        catch (ApplianceException e)
        {
            string? output = e.Data[nameof(StepResult.Output)] as string;
            step = step with { Duration = clock.Elapsed, Output = output ?? "", Problem = e.Message };
        }

        _taken.Add(step);
        StringBuilder end = new(step.Problem ?? (step.ExitCode is int exitCode ? $"Ended with {exitCode}" : "Ended"));
        Report(RestartEventKind.StepEnd, end.Append($" after {step.Duration.TotalSeconds:0.0} s.").ToString());
        return step;
    }

    public void Report(RestartEventKind kind, string text) => options.OnEvent?.Invoke(new(DateTimeOffset.UtcNow, kind, text));
}
