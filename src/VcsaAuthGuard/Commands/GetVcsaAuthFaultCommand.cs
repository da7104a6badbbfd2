using System.Management.Automation;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.Logs;

namespace VcsaAuthGuard.Commands;

/// <summary>Lists the refused and failed API calls in vCenter logs.</summary>
[Cmdlet(VerbsCommon.Get, "VcsaAuthFault", DefaultParameterSetName = PathSet)]
[OutputType(typeof(AuthFault))]
public sealed class GetVcsaAuthFaultCommand : LogCommand
{
    private const string AllKinds = "All";

    private FaultQuery _query = new();
    private LogReadReport _report = new();
    private FaultLineReader? _lines;
    private long _count;

    /// <summary>What to look for; NotAuthenticated when not given.</summary>
    [Parameter]
    [ValidateSet(
        AllKinds, nameof(AuthFaultKind.NotAuthenticated), nameof(AuthFaultKind.GatewayFailure), nameof(AuthFaultKind.SessionLimit),
        nameof(AuthFaultKind.ConnectionLimit), nameof(AuthFaultKind.LoginRefused))]
    public string[] Kind { get; set; } = [nameof(AuthFaultKind.NotAuthenticated)];

    /// <summary>Only faults at this time or later.</summary>
    [Parameter]
    public DateTimeOffset? After { get; set; }

    /// <summary>Only faults before this time.</summary>
    [Parameter]
    public DateTimeOffset? Before { get; set; }

    /// <summary>Only faults of these API methods, whole (vim.SessionManager.login) or by their last part (login).</summary>
    [Parameter]
    [SupportsWildcards]
    public string[]? Method { get; set; }

    /// <summary>Only faults at these ESXi hosts: ids, names, or PowerCLI objects, which also give the faults their host names.</summary>
    [Parameter]
    [SupportsWildcards]
    public object[]? VMHost { get; set; }

    /// <summary>Only faults at these datastores: volume uuids, names, or PowerCLI objects, which also give the faults their datastore names.</summary>
    [Parameter]
    [SupportsWildcards]
    public object[]? Datastore { get; set; }

    /// <inheritdoc/>
    protected override void BeginProcessing()
    {
        InventoryFilter hosts = InventoryFilter.OfHosts(VMHost, ThrowTerminatingError);
        InventoryFilter datastores = InventoryFilter.OfDatastores(Datastore, ThrowTerminatingError);
        Warn(nameof(VMHost), "ESXi hosts by id (HostSystem-host-12)", hosts);
        Warn(nameof(Datastore), "datastores by volume uuid", datastores);
        _query = new FaultQuery
        {
            Kinds = Array.Exists(Kind, kind => string.Equals(kind, AllKinds, StringComparison.OrdinalIgnoreCase))
                ? FaultQuery.AllKinds
                : [.. Kind.Select(kind => LanguagePrimitives.ConvertTo<AuthFaultKind>(kind)).Distinct()],
            After = After,
            Before = Before,
            HostNames = hosts.Names,
            DatastoreNames = datastores.Names,
            Where = All(
                MethodFilter(),
                hosts.Matching(fault => fault.VMHostId, fault => fault.VMHost),
                datastores.Matching(fault => fault.DatastoreUuid, fault => fault.Datastore)),
        };
        _report = NewReport();
    }

    /// <inheritdoc/>
    protected override void EndProcessing()
    {
        Write(_lines?.Complete() ?? []);
        try
        {
            IReadOnlyList<LogInput> inputs = FindInputs(_report);
            if (inputs.Count > 0)
            {
                Write(FaultReader.Read(inputs, _query, _report, StopToken));
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

    private protected override void TakeLine(string text, string source, long? lineNumber)
    {
        _lines ??= new FaultLineReader(_query, _report);
        Write(_lines.Push(text, source, lineNumber));
    }

    private void Write(IEnumerable<AuthFault> faults)
    {
        foreach (AuthFault fault in faults)
        {
            _count++;
            WriteObject(fault);
        }
    }

    private Predicate<AuthFault>? MethodFilter()
    {
        if (Method is null)
        {
            return null;
        }

        WildcardPattern[] patterns = Array.ConvertAll(Method, method => WildcardPattern.Get(method, WildcardOptions.IgnoreCase));
        return fault => fault.Method is string method
            && Array.Exists(patterns, pattern => pattern.IsMatch(method) || pattern.IsMatch(method.Substring(method.LastIndexOf('.') + 1)));
    }

    private static Predicate<AuthFault>? All(params Predicate<AuthFault>?[] conditions)
    {
        Predicate<AuthFault>[] given = [.. conditions.OfType<Predicate<AuthFault>>()];
        return given.Length == 0 ? null : fault => Array.TrueForAll(given, condition => condition(fault));
    }

    private void Warn(string parameter, string what, InventoryFilter filter)
    {
        if (filter.NamesWithoutObjects.Count > 0)
        {
            string names = string.Join(", ", filter.NamesWithoutObjects);
            WriteWarning($"The log names {what}, so -{parameter} {names} can match nothing by itself. Pass the objects: -{parameter} (Get-{parameter} {names})");
        }

        if (filter.Unmapped.Count > 0)
        {
            WriteWarning($"-{parameter}: {string.Join(", ", filter.Unmapped)} did not tell the id the log has (the url of a datastore), so no fault can be matched to it.");
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

    private void WarnIf(long count, string what)
    {
        if (count > 0)
        {
            WriteWarning($"{count} {what}");
        }
    }
}
