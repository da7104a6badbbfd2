using System.Management.Automation;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.LiveServers;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Logs.Inputs;

namespace VcsaAuthGuard.Commands;

/// <summary>Provides the parameters, the reading and the summary of cmdlets that look for faults in logs.</summary>
public abstract class FaultCommand : LogCommand
{
    private const string AllKinds = "All";

    private FaultQuery _query = new();
    private FaultLineReader? _lines;
    private long _count;

    [Parameter]
    [ValidateSet(
        AllKinds, nameof(AuthFaultKind.NotAuthenticated), nameof(AuthFaultKind.GatewayFailure), nameof(AuthFaultKind.SessionLimit),
        nameof(AuthFaultKind.ConnectionLimit), nameof(AuthFaultKind.LoginRefused))]
    public string[] Kind { get; set; } = [nameof(AuthFaultKind.NotAuthenticated)];

    private protected IReadOnlyCollection<AuthFaultKind> Kinds =>
        Array.Exists(Kind, kind => string.Equals(kind, AllKinds, StringComparison.OrdinalIgnoreCase))
            ? FaultQuery.AllKinds
            : [.. Kind.Select(LanguagePrimitives.ConvertTo<AuthFaultKind>).Distinct()];

    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _query = NewQuery();
    }

    protected override void EndProcessing()
    {
        base.EndProcessing();
        WriteVerbose($"{_count} faults. {Report.Counts.Mentions} entries mention a fault but do not have a known form.");
        WarnIf(_query.UntimedLeftOut, "faults have no time and were left out because of -After or -Before.");
    }

    private protected abstract FaultQuery NewQuery();

    /// <summary>A fault that was found.</summary>
    private protected abstract void ProcessFault(AuthFault fault);

    private protected override LogKinds LogsWanted => _query.Logs;

    private protected override void ReadAll(IReadOnlyList<LogInput> inputs)
    {
        ProcessAll(_lines?.Complete() ?? []);
        ProcessAll(FaultReader.Read(inputs, _query, Report, StopToken));
    }

    private protected override void ReadPlatform(ICollectedLogs logs) => ProcessAll(FaultReader.Read(logs, _query, Report, StopToken));

    internal override void ReadServer(LiveReader reader, Action<Action> post, CancellationToken token)
    {
        foreach (AuthFault fault in reader.ReadFaults(_query, token))
        {
            post(() => ProcessAll([fault]));
        }
    }

    private protected override void AddLine(string text, string source, long? lineNumber)
    {
        _lines ??= new FaultLineReader(_query, Report);
        ProcessAll(_lines.Push(text, source, lineNumber));
    }

    private void ProcessAll(IEnumerable<AuthFault> faults)
    {
        foreach (AuthFault fault in faults)
        {
            _count++;
            ProcessFault(fault);
        }
    }
}
