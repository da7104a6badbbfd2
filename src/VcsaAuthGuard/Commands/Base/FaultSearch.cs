using System.Management.Automation;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.LiveServers;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Logs.Inputs;
using VcsaAuthGuard.Text;

namespace VcsaAuthGuard.Commands;

/// <summary>Finds faults for a cmdlet: in files, lines from the pipeline, a log platform or a running server.</summary>
/// <param name="query">The faults that are wanted.</param>
/// <param name="report">Receives problems, progress and counts.</param>
/// <param name="onFault">Receives each fault.</param>
/// <param name="token">Ends the reading.</param>
internal sealed class FaultSearch(FaultQuery query, LogReadReport report, Action<AuthFault> onFault, CancellationToken token)
{
    /// <summary>The value of -Kind for all kinds.</summary>
    public const string AllKinds = "All";

    private FaultLineReader? _lines;
    private long _count;

    /// <summary>Gets the kinds of logs to read from a folder or an archive.</summary>
    public LogKinds Logs => query.Logs;

    /// <summary>Returns the kinds that -Kind names.</summary>
    public static IReadOnlyCollection<AuthFaultKind> KindsOf(string[] names) =>
        Array.Exists(names, name => string.Equals(name, AllKinds, StringComparison.OrdinalIgnoreCase))
            ? FaultQuery.AllKinds
            : [.. names.Select(LanguagePrimitives.ConvertTo<AuthFaultKind>).Distinct()];

    public void Push(string text, string source, long? lineNumber)
    {
        _lines ??= new FaultLineReader(query, report);
        ProcessAll(_lines.Push(text, source, lineNumber));
    }

    public void Read(IReadOnlyList<LogInput> inputs)
    {
        ProcessAll(_lines?.Complete() ?? []);
        ProcessAll(FaultReader.Read(inputs, query, report, token));
    }

    public void Read(ICollectedLogs logs) => ProcessAll(FaultReader.Read(logs, query, report, token));

    public void Read(LiveReader reader, Action<Action> post, CancellationToken stop)
    {
        foreach (AuthFault fault in reader.ReadFaults(query, stop))
        {
            post(() => ProcessAll([fault]));
        }
    }

    /// <summary>Writes what was found and what could not be decided.</summary>
    public void Summarize(CancellableCommand cmdlet)
    {
        string skipped = Phrases.Count(report.Counts.Mentions, "entry");
        cmdlet.WriteVerbose($"{Phrases.Count(_count, "fault")}. Skipped: {skipped} with the name of a fault in an unknown form.");
        cmdlet.WarnIf(query.UntimedLeftOut, "faults have no time and were left out because of -After or -Before.");
    }

    private void ProcessAll(IEnumerable<AuthFault> faults)
    {
        foreach (AuthFault fault in faults)
        {
            _count++;
            onFault(fault);
        }
    }
}
