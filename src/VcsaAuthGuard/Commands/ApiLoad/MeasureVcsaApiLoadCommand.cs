using System.Management.Automation;
using VcsaAuthGuard.ApiLoad;
using VcsaAuthGuard.ApiLoad.Events;
using VcsaAuthGuard.Errors;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Logs.Inputs;
using VcsaAuthGuard.PowerCli;

namespace VcsaAuthGuard.Commands;

/// <summary>Lists who loads the API: logins, sessions and calls of each client.</summary>
[Cmdlet(VerbsDiagnostic.Measure, "VcsaApiLoad", DefaultParameterSetName = PathSet)]
[OutputType(typeof(ApiClientLoad))]
public sealed class MeasureVcsaApiLoadCommand : PlatformLogCommand
{
    private static readonly TimeSpan LeastIdle = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan MostIdle = TimeSpan.FromDays(1);

    private ApiLoadReader? _reader;
    private long _clients;

    /// <summary>A session of at most so many calls is one made for a single item. 5 when not given.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int MostCallsPerItem { get; set; } = LoadRules.Default.MostCallsPerItem;

    /// <summary>So many sessions, or logins without a logout, make a habit. 20 when not given, the smallest batch that KB 440879 advises.</summary>
    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int LeastLogins { get; set; } = LoadRules.Default.LeastLogins;

    /// <summary>A client leaks when it logs in more than so many times for each logout. 2 when not given.</summary>
    [Parameter]
    [ValidateRange(1.0, double.MaxValue)]
    public double LeakRatio { get; set; } = LoadRules.Default.LeakRatio;

    /// <summary>How long a session without a call is counted as open. 30 minutes when not given, vCenter Server's own idle timeout in most sources.</summary>
    [Parameter]
    public TimeSpan IdleTimeout { get; set; } = LoadRules.Default.IdleTimeout;

    private protected override LogKinds LogsWanted => LogKinds.All;

    private ApiLoadReader Reader => _reader ??= new(
        new() { MostCallsPerItem = MostCallsPerItem, LeastLogins = LeastLogins, LeakRatio = LeakRatio, IdleTimeout = IdleTimeout },
        Report);

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        if (IdleTimeout < LeastIdle || IdleTimeout > MostIdle)
        {
            ThrowTerminatingError(ErrorRecords.OutOfRange(nameof(IdleTimeout), IdleTimeout, LeastIdle, MostIdle));
        }

        base.BeginProcessing();
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        base.EndProcessing();
        LogCounts counts = Report.Counts;
        WriteVerbose($"{_clients} clients in {counts.Logs} logs, {counts.Lines} lines, {counts.Bytes} bytes of text. {counts.Mentions} entries hold a word looked for and say nothing of load.");
        WarnIf(Reader.SessionsEndedEarly, "sessions were counted as ended early: more were open at once than can be kept.");
    }

    private protected override void TakeLine(string text, string source, long? lineNumber) => Reader.Push(text, source, lineNumber);

    private protected override bool TryTake(PSObject input)
    {
        ClientEvent? found = SessionEvents.TryRead(input);
        if (found is not null)
        {
            Reader.Add(found);
        }

        return found is not null;
    }

    private protected override void ReadAll(IReadOnlyList<LogInput> inputs) => WriteAll(Reader.Read(inputs, StopToken));

    private protected override void ReadPlatform(ICollectedLogs logs) => WriteAll(Reader.Read(logs, StopToken));

    private void WriteAll(IEnumerable<ApiClientLoad> clients)
    {
        foreach (ApiClientLoad client in clients)
        {
            _clients++;
            WriteObject(client);
        }
    }
}
