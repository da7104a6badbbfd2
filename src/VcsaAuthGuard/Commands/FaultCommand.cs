using System.Management.Automation;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Logs;

namespace VcsaAuthGuard.Commands;

/// <summary>What every cmdlet that looks for faults in logs has: the kinds, the reading, and the account of what could not be used.</summary>
public abstract class FaultCommand : LogCommand
{
    private const string AllKinds = "All";

    private FaultQuery _query = new();
    private LogReadReport _report = new();
    private FaultLineReader? _lines;
    private long _count;

    /// <summary>What to look for in logs; NotAuthenticated when not given.</summary>
    [Parameter]
    [ValidateSet(
        AllKinds, nameof(AuthFaultKind.NotAuthenticated), nameof(AuthFaultKind.GatewayFailure), nameof(AuthFaultKind.SessionLimit),
        nameof(AuthFaultKind.ConnectionLimit), nameof(AuthFaultKind.LoginRefused))]
    public string[] Kind { get; set; } = [nameof(AuthFaultKind.NotAuthenticated)];

    private protected IReadOnlyCollection<AuthFaultKind> Kinds =>
        Array.Exists(Kind, kind => string.Equals(kind, AllKinds, StringComparison.OrdinalIgnoreCase))
            ? FaultQuery.AllKinds
            : [.. Kind.Select(LanguagePrimitives.ConvertTo<AuthFaultKind>).Distinct()];

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        _query = NewQuery();
        _report = NewReport();
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        TakeAll(_lines?.Complete() ?? []);
        try
        {
            IReadOnlyList<LogInput> inputs = FindInputs(_report);
            if (inputs.Count > 0)
            {
                TakeAll(FaultReader.Read(inputs, _query, _report, StopToken));
            }
        }
        catch (OperationCanceledException) when (StopToken.IsCancellationRequested)
        {
            throw new PipelineStoppedException();
        }
        finally
        {
            Progress?.Dispose();
        }

        Summarize();
    }

    private protected abstract FaultQuery NewQuery();

    /// <summary>A fault that was found.</summary>
    private protected abstract void TakeFault(AuthFault fault);

    private protected override void TakeLine(string text, string source, long? lineNumber)
    {
        _lines ??= new FaultLineReader(_query, _report);
        TakeAll(_lines.Push(text, source, lineNumber));
    }

    private protected void WarnIf(long count, string what)
    {
        if (count > 0)
        {
            WriteWarning($"{count} {what}");
        }
    }

    private void TakeAll(IEnumerable<AuthFault> faults)
    {
        foreach (AuthFault fault in faults)
        {
            _count++;
            TakeFault(fault);
        }
    }

    /// <summary>What was read and could not be used is never silent.</summary>
    private void Summarize()
    {
        LogCounts counts = _report.Counts;
        WriteVerbose($"{_count} faults in {counts.Logs} logs, {counts.Lines} lines, {counts.Bytes} bytes of text. {counts.Mentions} entries mention a fault but are none of a known form.");
        WarnIf(counts.CutEntries, "entries are longer than 1 MiB and were used up to there.");
        WarnIf(counts.Orphans, "continuation lines hold a fault whose first line is missing; they were passed over.");
        WarnIf(counts.TimesWithoutOffset, "times say no offset and were taken as UTC.");
        WarnIf(_query.UntimedLeftOut, "faults have no time, so -After and -Before left them out.");
    }
}
