using VcsaAuthGuard.Appliances.Restart;
using VcsaAuthGuard.Appliances.Services;
using VcsaAuthGuard.Binding;


namespace VcsaAuthGuard.Appliances;

/// <summary>Represents the restart of one of several appliances: its plan, its background work and its progress.</summary>
internal sealed class RestartRun(ApplianceAddress address, RestartScope scope) : IDisposable
{
    public ApplianceAddress Address { get; } = address;

    public string Name => Address.Name;

    /// <summary>Gets the connection to the appliance; null if there is none.</summary>
    public IServiceControl? Control { get; set; }

    public RestartOptions Options { get; set; } = new();

    /// <summary>Gets the reason why the appliance could not be reached; null if it could.</summary>
    public ApplianceException? Problem { get; private set; }

    /// <summary>Gets or sets the commands that will be run.</summary>
    public IReadOnlyList<string> Plan { get; private set; } = [];

    /// <summary>Gets the plan for an appliance that may lack service-control's --restart.</summary>
    public IReadOnlyList<string> PlanWithoutRestart { get; private set; } = [];

    /// <summary>Gets the result; null while the restart runs, or when it was cancelled before it began.</summary>
    public RestartReport? Report { get; private set; }

    /// <summary>Gets a value indicating whether a step has been taken, after which nothing cancels the restart.</summary>
    public bool HasBegun { get; private set; }

    public bool IsAtWork { get; private set; }

    /// <summary>Gets or sets the step at work.</summary>
    public RestartEvent? Step { get; private set; }

    /// <summary>Gets or sets the last thing that happened.</summary>
    public RestartEvent? Last { get; private set; }

    /// <summary>Asks the appliance for its capabilities. Changes nothing.</summary>
    public async Task PrepareAsync(CancellationToken cancellation)
    {
        if (Control is null)
        {
            return;
        }

        try
        {
            bool hasRestart = await Control.HasRestartAsync(cancellation).ConfigureAwait(false);
            Plan = PipelineRestart.Plan(Control, scope, hasRestart);
        }
        catch (ApplianceException e)
        {
            Fail(e);
        }
    }

    /// <summary>Notes that there is no asking it.</summary>
    public void Fail(ApplianceException problem)
    {
        Problem = problem;
        if (Control is not null)
        {
            Plan = PipelineRestart.Plan(Control, scope, hasRestart: true);
            PlanWithoutRestart = scope == RestartScope.Targeted ? PipelineRestart.Plan(Control, scope, hasRestart: false) : [];
        }
    }

    /// <summary>Returns the report of a run that was not started.</summary>
    public RestartReport End(RestartOutcome outcome, string reason) =>
        Report = new() { Server = Name, Scope = scope, Outcome = outcome, Reason = reason, Start = DateTimeOffset.UtcNow };

    /// <summary>Works until the end, which is always reported.</summary>
    /// <param name="tell">Receives each event, and null at the end, on any thread.</param>
    /// <param name="cancellation">Counts until the first step.</param>
    public async Task WorkAsync(Action<RestartRun, RestartEvent?> tell, CancellationToken cancellation)
    {
        IsAtWork = true;
        try
        {
            PipelineRestart restart = new(Control!, Options with { OnEvent = Note });
            Report = await restart.RunAsync(cancellation).ConfigureAwait(false) with { Server = Name };
        }
        catch (OperationCanceledException)
        {
            // Before the first step: nothing was changed.
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Unexpected, but the user must still learn what to check.
            Report = End(RestartOutcome.Failed, $"An unexpected error occurred: {e.Message}") with
            {
                Down = [.. ServiceCatalog.ProxyPipeline],
                NextCommands =
                [
                    ApplianceCommand.StatusAll.Text,
                    Control!.Describe(ServiceAction.Start, scope == RestartScope.Full ? [] : ServiceCatalog.ProxyPipeline)[0],
                ],
            };
        }
        finally
        {
            IsAtWork = false;
            tell(this, null);
        }

        void Note(RestartEvent item)
        {
            if (item.Kind == RestartEventKind.Step)
            {
                HasBegun = true;
                Step = item;
            }

            Last = item;
            tell(this, item);
        }
    }

    public void Dispose() => Control?.Dispose();
}
