using System.Collections;
using System.Management.Automation;
using System.Security.Cryptography;
using System.Text;
using VcsaAuthGuard.Binding;
using VcsaAuthGuard.Errors;
using VcsaAuthGuard.Pacing;
using VcsaAuthGuard.PowerCli;
using VcsaAuthGuard.Views;

namespace VcsaAuthGuard.Commands;

[Cmdlet(VerbsLifecycle.Invoke, "VcsaBatch", SupportsShouldProcess = true)]
[OutputType(typeof(PSObject), typeof(BatchSummary))]
public sealed class InvokeVcsaBatchCommand : CancellableCommand
{
    private readonly List<PSObject> _items = [];
    private StatCommands? _statCommands;
    private CommandInfo? _getSession;
    private CommandInfo? _waitTask;
    private CommandInfo? _connect;
    private string? _checkpointPath;
    private BatchCheckpoint? _checkpoint;
    private BatchProgress? _progress;

    [Parameter(Mandatory = true, Position = 0)]
    [Alias("Process")]
    public ScriptBlock ScriptBlock { get; set; } = null!;

    [Parameter(Mandatory = true, ValueFromPipeline = true)]
    public PSObject InputObject { get; set; } = null!;

    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int Size { get; set; } = BatchSize.Min;

    [Parameter]
    public SwitchParameter PerItem { get; set; }

    [Parameter]
    [Duration]
    public TimeSpan Interval { get; set; }

    [Parameter]
    public SwitchParameter WaitTask { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public object[]? Datastore { get; set; }

    [Parameter]
    [ValidateNotNull]
    public ScriptBlock? LatencyProbe { get; set; }

    [Parameter]
    [ValidateRange(0.1, 1e6)]
    public double LatencyThreshold { get; set; } = PaceGate.ArticleStop;

    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int? MaxSession { get; set; }

    [Parameter]
    [ValidateNotNull]
    public ScriptBlock? SessionProbe { get; set; }

    [Parameter]
    [Duration]
    public TimeSpan MaxHold { get; set; } = new PaceOptions().MaxHold;

    [Parameter]
    [Duration]
    public TimeSpan ProbeInterval { get; set; } = new PaceOptions().ProbeInterval;

    [Parameter]
    [ValidateRange(0, int.MaxValue)]
    public int MaxRefused { get; set; } = new BatchRunOptions().MaxRefused;

    [Parameter]
    [ValidateNotNull]
    public ScriptBlock? Reconnect { get; set; }

    [Parameter]
    [ValidateNotNull]
    public PSCredential? Credential { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? CheckpointPath { get; set; }

    [Parameter]
    [ValidateNotNullOrEmpty]
    public string? RunName { get; set; }

    [Parameter]
    public SwitchParameter Summary { get; set; }

    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _checkpoint?.Dispose();
        }

        base.Dispose(disposing);
    }

    protected override void BeginProcessing()
    {
        Check(nameof(Interval), Interval, TimeSpan.Zero);
        Check(nameof(MaxHold), MaxHold, TimeSpan.Zero);
        Check(nameof(ProbeInterval), ProbeInterval, TimeSpan.FromMilliseconds(1));
        if (MyInvocation.BoundParameters.ContainsKey(nameof(LatencyThreshold)) && Datastore is null && LatencyProbe is null)
        {
            Datastore = AllDatastores();
        }

        // Looked up here, where the caller's own functions are seen.
        _connect = Reconnect is null ? Find("Connect-VcsaSession") : null;
        _waitTask = WaitTask ? Find("Wait-Task") : null;
        _statCommands =
            Datastore is null || LatencyProbe is not null
                ? null
                : StatCommands.Find(this) ?? throw Missing("Get-Stat", "Load PowerCLI, or give -LatencyProbe { ... }.");
        _getSession =
            MaxSession is null || SessionProbe is not null
                ? null
                : Find("Get-VcsaSession") ?? throw Missing("Get-VcsaSession", "Give -SessionProbe { ... }.");
        _checkpointPath = CheckpointPath is null ? null : GetUnresolvedProviderPathFromPSPath(CheckpointPath);
        if (!BatchSize.IsAdvised(Size))
        {
            WriteWarning($"Batches of {Size}: KB 440879 recommends {BatchSize.Min} to {BatchSize.Max} virtual machines at a time.");
        }

        foreach ((string login, string? function, int line) in new BlockLogins(SessionState).Find(ScriptBlock))
        {
            WriteWarning(
                $"The block calls {login} ({(function is null ? "" : $"in {function}, ")}line {line}): "
                    + $"a login for each {(PerItem ? "object" : "batch")} is what KB 440879 warns of. "
                    + "Connect once before the call, and again in -Reconnect."
            );
        }
    }

    protected override void ProcessRecord()
    {
        if (!MyInvocation.ExpectingInput && LanguagePrimitives.GetEnumerable(InputObject) is IEnumerable several)
        {
            _items.AddRange(several.Cast<object?>().Where(item => item is not null).Select(item => PSObject.AsPSObject(item)));
        }
        else
        {
            _items.Add(InputObject);
        }
    }

    protected override void EndProcessing()
    {
        _progress = new(this);
        try
        {
            RunUntilStopped(() =>
            {
                BatchSummary summary = Run();
                if (Summary)
                {
                    WriteObject(summary);
                }
            });
        }
        catch (BatchCheckpointException e)
        {
            ThrowTerminatingError(ErrorRecords.From(e));
        }
        catch (StopRunException e)
        {
            ThrowTerminatingError(e.Error);
        }
        finally
        {
            _checkpoint?.Dispose();
            _progress.Dispose();
        }
    }

    private BatchSummary Run()
    {
        TimeProvider timeProvider = TimeProvider.System;
        PaceProbes probes = new(this);
        List<PaceGate> gates = Gates(probes);
        BatchPacer pacer = new(new() { Interval = Interval, MaxHold = MaxHold, ProbeInterval = ProbeInterval }, gates, timeProvider);
        if (_checkpointPath is not null)
        {
            _checkpoint = BatchCheckpoint.Load(
                _checkpointPath,
                RunName ?? "block " + Hash(ScriptBlock.ToString().Trim()) + (PerItem ? " per item" : "")
            );
        }

        BatchRun<PSObject>? run = null;
        TaskWaiter? waiter = WaitTask ? new(this, _waitTask) : null;
        BlockWork work = new(
            this,
            ScriptBlock,
            waiter,
            Reconnect,
            _connect,
            Credential,
            () => _progress!.Update(() => run!.Summary),
            StopToken
        );
        gates.ForEach(gate => gate.Reconnect = () => work.ReconnectAfter(probes.LastError));
        WarnOfNoPace();
        run = new(_items, new() { Size = Size, PerItem = PerItem, MaxRefused = MaxRefused }, work, pacer, gates, timeProvider, _checkpoint);
        pacer.OnWait = wait => _progress!.Update(() => run.Summary, wait);
        pacer.OnExpired = wait => WriteError(ErrorRecords.HoldExpired(wait));
        using (IEnumerator<PSObject[]> units = run.Units(StopToken).GetEnumerator())
        {
            work.Run(units, PerItem);
        }

        BatchSummary summary = run.Summary;
        if (summary.IsRefused)
        {
            WriteError(ErrorRecords.RunRefused(summary));
        }

        return summary;
    }

    private void WarnOfNoPace()
    {
        bool hasPace = Interval > TimeSpan.Zero || WaitTask || LatencyProbe is not null || Datastore is not null || MaxSession is not null;
        if (!hasPace && _items.Count > Size)
        {
            WriteWarning(
                "No pace is set: the batches follow each other at once. Use -Interval, -WaitTask, -LatencyThreshold or -MaxSession."
            );
        }
    }

    private List<PaceGate> Gates(PaceProbes probes)
    {
        List<PaceGate> gates = [];
        if (LatencyProbe is not null || _statCommands is not null)
        {
            gates.Add(
                PaceGate.ForLatency(
                    LatencyThreshold,
                    () => LatencyProbe is not null ? probes.FromBlock(LatencyProbe) : probes.FromDatastores(_statCommands!, Datastore!)
                )
            );
        }

        if (MaxSession is int most)
        {
            gates.Add(
                PaceGate.ForSessions(
                    most,
                    () => SessionProbe is not null ? probes.FromBlock(SessionProbe) : probes.FromSessions(_getSession!)
                )
            );
        }

        gates.ForEach(gate => gate.OnUnknown = unknown => WriteError(ErrorRecords.ReadingUnknown(unknown, probes.LastError)));
        return gates;
    }

    private object[] AllDatastores()
    {
        List<ErrorRecord> errors = [];
        object[] datastores = Find("Get-Datastore") is CommandInfo command
            ? [.. BlockPipeline.Call(this, command, new Hashtable(), errors)]
            : [];
        errors.ForEach(WriteError);
        if (datastores.Length == 0)
        {
            ThrowTerminatingError(ErrorRecords.NoLatencySource());
        }

        return datastores;
    }

    private CommandInfo? Find(string name) =>
        InvokeCommand.GetCommand(name, CommandTypes.Cmdlet | CommandTypes.Function | CommandTypes.Alias);

    private StopRunException Missing(string command, string action)
    {
        ErrorRecord error = ErrorRecords.CommandMissing(command, action);
        ThrowTerminatingError(error);
        return new StopRunException(error);
    }

    // A block may have a secret in it, so its text is not what stands in the file.
    private static string Hash(string text)
    {
#if NET
        return Convert.ToHexString(SHA256.HashData(Encoding.UTF8.GetBytes(text)));
#else
        using SHA256 sha = SHA256.Create();
        return BitConverter.ToString(sha.ComputeHash(Encoding.UTF8.GetBytes(text))).Replace("-", "");
#endif
    }

    private void Check(string parameter, TimeSpan value, TimeSpan least)
    {
        if (value < least || (value > TimeSpan.Zero && value < TimeSpan.FromMilliseconds(1)))
        {
            ThrowTerminatingError(
                ErrorRecords.OutOfRange(parameter, value, "Give a time span such as 30s.")
            );
        }
    }
}
