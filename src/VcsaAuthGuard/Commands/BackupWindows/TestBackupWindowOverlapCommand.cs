using System.Management.Automation;
using VcsaAuthGuard.BackupWindows;
using VcsaAuthGuard.BackupWindows.Overlaps;
using VcsaAuthGuard.Binding;
using VcsaAuthGuard.Errors;
using VcsaAuthGuard.GatewayQueues;

namespace VcsaAuthGuard.Commands;

/// <summary>Finds windows that run together against one vCenter.</summary>
[Cmdlet(VerbsDiagnostic.Test, "BackupWindowOverlap")]
[OutputType(typeof(WindowOverlap), typeof(bool))]
public sealed class TestBackupWindowOverlapCommand : PSCmdlet, IDisposable
{
    private readonly CancellationTokenSource _stop = new();
    private readonly List<BackupWindow> _windows = [];

    /// <summary>Windows, or rows with a window's columns.</summary>
    [Parameter(Mandatory = true, Position = 0, ValueFromPipeline = true)]
    public PSObject[] InputObject { get; set; } = [];

    /// <summary>The horizon's start; now when not given.</summary>
    [Parameter]
    public DateTimeOffset From { get; set; } = DateTimeOffset.UtcNow;

    /// <summary>The horizon's end.</summary>
    [Parameter]
    public DateTimeOffset? To { get; set; }

    /// <summary>How many days the horizon has; 28 when neither it nor -To is given.</summary>
    [Parameter]
    [ValidateRange(1, 3_000_000)]
    public int? Days { get; set; }

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
    [ValidateRange(1, int.MaxValue)]
    public int ServedAtOnce { get; set; } = BulkArrival.DefaultServedAtOnce;

    /// <summary>Windows of one role overlap too: backup with backup.</summary>
    [Parameter]
    public SwitchParameter IncludeSameRole { get; set; }

    /// <summary>Only says whether there is an overlap.</summary>
    [Parameter]
    public SwitchParameter Quiet { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        if (To is not null && Days is not null)
        {
            ThrowTerminatingError(ErrorRecords.OneOf(nameof(To), nameof(Days)));
        }

        if (OverlapOptions.EndOf(From, To, Days) is not DateTimeOffset end)
        {
            ThrowTerminatingError(ErrorRecords.HorizonInvalid(From, To));
            return;
        }

        To = end;
    }

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
        OverlapOptions options = new()
        {
            From = From,
            To = To!.Value,
            IncludeSameRole = IncludeSameRole,
            MaxConcurrentVM = MaxConcurrentVM,
            MaxSession = MaxSession,
            WaitModel = BulkArrival.Model(ServedAtOnce),
        };
        try
        {
            IEnumerable<WindowOverlap> overlaps = OverlapFinder.Find(_windows, options, _stop.Token);
            if (Quiet)
            {
                WriteObject(overlaps.Any());
            }
            else
            {
                WriteObject(overlaps, enumerateCollection: true);
            }
        }
        catch (OperationCanceledException) when (_stop.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
    }

    /// <inheritdoc/>
    protected override void StopProcessing() => _stop.Cancel();

    /// <inheritdoc/>
    public void Dispose() => _stop.Dispose();
}
