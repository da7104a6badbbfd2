using System.Management.Automation;
using VcsaAuthGuard.BackupWindows.Planning;
using VcsaAuthGuard.Binding;
using VcsaAuthGuard.Errors;
using VcsaAuthGuard.GatewayQueues;
using VcsaAuthGuard.Schedules;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Commands;

[Cmdlet(VerbsCommon.Optimize, "BackupWindow", DefaultParameterSetName = "InputObject")]
[OutputType(typeof(PlannedWindow))]
public sealed class OptimizeBackupWindowCommand : WindowInputCommand
{
    [Parameter]
    [Time]
    public TimeInput From { get; set; } = TimeInput.Now;

    [Parameter]
    [ValidateRange(1, PlanOptions.MaxDays)]
    public int Days { get; set; } = 7;

    [Parameter]
    [Duration]
    public TimeSpan Step { get; set; } = TimeSpan.FromMinutes(15);

    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int? MaxConcurrentVM { get; set; }

    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int? MaxSession { get; set; }

    [Parameter]
    [Alias("ServedAtOnce")]
    [ValidateRange(1, GatewayQueue.MaxConcurrency)]
    public int? Concurrency { get; set; }

    protected override void BeginProcessing() => TimeZoneParameter.Check(this, TimeZone);

    protected override void EndProcessing()
    {
        base.EndProcessing();
        try
        {
            PlanOptions options = new()
            {
                From = From.Resolve(TimeZone),
                Days = Days,
                Step = Step,
                MaxConcurrentVM = MaxConcurrentVM,
                MaxSession = MaxSession,
                Concurrency = Concurrency ?? BulkArrival.DefaultServedAtOnce,
                ConcurrencySource = Concurrency is null ? ConcurrencySource.Assumed : ConcurrencySource.Given,
            };
            WindowPlan plan = WindowPlanner.Plan(Windows, options, StopToken);
            WriteObject(plan.Windows, enumerateCollection: true);
            if (plan.After.HasProblems)
            {
                string advice = Windows.All(window => window.Movable is null)
                    ? "No window may be moved: give the hours in which one may start, such as 20:00-04:00, as Movable."
                    : "The Reason of each window says why.";
                WriteWarning($"Some overlaps or load over a limit remain: {plan.After}. {advice}");
            }

            if (plan.Unpredicted > 0)
            {
                WriteWarning(
                    $"{plan.Unpredicted} of {Phrases.Count(Windows.Count, "window")} {(plan.Unpredicted == 1 ? "lacks" : "lack")} "
                        + "VMs or SecondsPerRequest: "
                        + "no expired tokens are predicted for them."
                );
            }
        }
        catch (ArgumentException e)
        {
            ThrowTerminatingError(ErrorRecords.Refused(e));
        }
        catch (OperationCanceledException)
        {
            throw new PipelineStoppedException();
        }
    }
}
