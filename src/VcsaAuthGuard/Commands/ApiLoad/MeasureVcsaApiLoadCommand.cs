using System.Management.Automation;
using VcsaAuthGuard.ApiLoad.Measuring;
using VcsaAuthGuard.ApiLoad;
using VcsaAuthGuard.ApiLoad.Events;
using VcsaAuthGuard.Binding;
using VcsaAuthGuard.Errors;
using VcsaAuthGuard.LiveServers;
using VcsaAuthGuard.LogPlatforms.Reading;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Logs.Inputs;
using VcsaAuthGuard.PowerCli;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Commands;

[Cmdlet(VerbsDiagnostic.Measure, "VcsaApiLoad", DefaultParameterSetName = PathSet)]
[OutputType(typeof(ApiClientLoad))]
public sealed class MeasureVcsaApiLoadCommand : LogCommand
{
    private static readonly TimeSpan MinIdle = TimeSpan.FromMinutes(1);
    private static readonly TimeSpan MaxIdle = TimeSpan.FromDays(1);

    private ApiLoadReader? _reader;
    private long _clients;

    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int MaxCallsPerItem { get; set; } = LoadRules.Default.MaxCallsPerItem;

    [Parameter]
    [ValidateRange(1, int.MaxValue)]
    public int MinLogins { get; set; } = LoadRules.Default.MinLogins;

    [Parameter]
    [ValidateRange(1.0, double.MaxValue)]
    public double LeakRatio { get; set; } = LoadRules.Default.LeakRatio;

    [Parameter]
    [Duration]
    public TimeSpan IdleTimeout { get; set; } = LoadRules.Default.IdleTimeout;

    private protected override LogKinds LogsWanted => LogKinds.All;

    private LoadRules Rules =>
        new() { MaxCallsPerItem = MaxCallsPerItem, MinLogins = MinLogins, LeakRatio = LeakRatio, IdleTimeout = IdleTimeout };

    private ApiLoadReader Reader => _reader ??= new(Rules, Report)
    {
        // A platform is asked by its own time, and gives no more than that.
        Range = IsPlatform ? default : Range,
    };

    protected override void BeginProcessing()
    {
        if (IdleTimeout < MinIdle || IdleTimeout > MaxIdle)
        {
            ThrowTerminatingError(ErrorRecords.OutOfRange(nameof(IdleTimeout), IdleTimeout, MinIdle, MaxIdle));
        }

        base.BeginProcessing();
    }

    protected override void EndProcessing()
    {
        base.EndProcessing();
        string skipped = Phrases.Count(Report.Counts.Mentions, "entry");
        WriteVerbose($"{Phrases.Count(_clients, "client")}. Skipped: {skipped} with a search term and no load.");
        WarnIf(Reader.ClientsFolded, "clients were put together as (others): there are more than can be kept.");
        WarnIf(Reader.SessionsEndedEarly, "sessions were counted as ended early: too many were open at the same time.");
    }

    private protected override void AddLine(string text, string source, long? lineNumber) => Reader.Push(text, source, lineNumber);

    private protected override bool TryAdd(PSObject input)
    {
        ClientEvent? found = SessionEvents.TryRead(input);
        if (found is not null)
        {
            Reader.Add(found);
        }

        return found is not null;
    }

    private protected override void ReadAll(IReadOnlyList<LogInput> inputs) => WriteAll(Reader.Read(inputs, StopToken));

    private protected override void ReadPlatform(PlatformLogs logs) => WriteAll(Reader.Read(logs, StopToken));

    internal override void ReadServer(LiveReader reader, Action<Action> post, CancellationToken token)
    {
        ApiClientLoad[] clients = [.. reader.ReadLoad(Rules, Range, token)];
        post(() => WriteAll(clients));
    }

    private void WriteAll(IEnumerable<ApiClientLoad> clients)
    {
        foreach (ApiClientLoad client in clients)
        {
            _clients++;
            WriteObject(ToZone is null ? client : client.WithTimes(ToZone));
        }
    }
}
