using System.Management.Automation;
using VcsaAuthGuard.BackupWindows;
using VcsaAuthGuard.BackupWindows.Planning;
using VcsaAuthGuard.Binding;
using VcsaAuthGuard.Errors;
using VcsaAuthGuard.GatewayQueues;

namespace VcsaAuthGuard.Commands;

/// <summary>Proposes starts that keep backups and automation apart.</summary>
[Cmdlet(VerbsCommon.Optimize, "BackupWindow")]
[OutputType(typeof(PlannedWindow))]
public sealed class OptimizeBackupWindowCommand : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<BackupWindow> _windows = [];

    /// <summary>Windows, or rows with a window's columns.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public PSObject[] InputObject { get; set; } = [];

    /// <summary>The start of the span that is looked at; now when not given.</summary>
    [Parameter]
    public DateTimeOffset From { get; set; } = DateTimeOffset.UtcNow;

    /// <summary>How many days are looked at; 7 when not given.</summary>
    [Parameter]
    [ValidateRange(1, PlanOptions.MostDays)]
    public int Days { get; set; } = 7;

    /// <summary>Proposed starts are at whole multiples of this after midnight; 15 minutes when not given.</summary>
    [Parameter]
    public TimeSpan Step { get; set; } = TimeSpan.FromMinutes(15);

    /// <summary>How many VMs may be worked on together at a vCenter.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int? MaxConcurrentVM { get; set; }

    /// <summary>How many sessions may be held together at a vCenter.</summary>
    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int? MaxSession { get; set; }

    /// <summary>How many requests the host gateway serves at a time: an assumption.</summary>
    [Parameter]
    [Alias("Concurrency")]
    [ValidateRange(1, GatewayQueue.MostConcurrency)]
    public int ServedAtOnce { get; set; } = BulkArrival.DefaultServedAtOnce;

    /// <inheritdoc/>
    public void Dispose() => _stop.Dispose();

    /// <inheritdoc/>
    protected override void ProcessRecord()
    {
        foreach (PSObject input in InputObject)
        {
            if (ScheduleInput.TryWindow(input, WriteError) is BackupWindow window)
            {
                _windows.Add(window);
            }
        }
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        try
        {
            PlanOptions options = new()
            {
                From = From,
                Days = Days,
                Step = Step,
                MaxConcurrentVM = MaxConcurrentVM,
                MaxSession = MaxSession,
                Concurrency = ServedAtOnce,
            };
            WindowPlan plan = WindowPlanner.Plan(_windows, options, _stop.Token);
            WriteObject(plan.Windows, enumerateCollection: true);
            if (plan.After.IsTrouble)
            {
                WriteWarning($"Some trouble remains: {plan.After}. The windows' Reason says where.");
            }

            if (plan.Unpredicted > 0)
            {
                WriteWarning($"{plan.Unpredicted} of {_windows.Count} windows do not say both VMs and SecondsPerRequest: none of their tokens are predicted to expire.");
            }
        }
        catch (ArgumentOutOfRangeException e)
        {
            ThrowTerminatingError(ErrorRecords.Refused(e));
        }
        catch (OperationCanceledException)
        {
            throw new PipelineStoppedException();
        }
    }

    /// <inheritdoc/>
    protected override void StopProcessing() => _stop.Cancel();
}
