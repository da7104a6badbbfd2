using System.Management.Automation;
using VcsaAuthGuard.Binding;
using VcsaAuthGuard.Faults;
using VcsaAuthGuard.LiveServers;
using VcsaAuthGuard.LogPlatforms.Reading;
using VcsaAuthGuard.Logs;
using VcsaAuthGuard.Logs.Inputs;

namespace VcsaAuthGuard.Commands;

[Cmdlet(VerbsCommon.Get, "VcsaAuthFault", DefaultParameterSetName = PathSet)]
[OutputType(typeof(AuthFault))]
public sealed class GetVcsaAuthFaultCommand : LogCommand
{
    private InventoryFilter? _hosts;
    private InventoryFilter? _datastores;
    private FaultSearch? _search;

    [Parameter]
    [ValidateSet(
        FaultSearch.AllKinds, nameof(AuthFaultKind.NotAuthenticated), nameof(AuthFaultKind.GatewayFailure),
        nameof(AuthFaultKind.SessionLimit), nameof(AuthFaultKind.ConnectionLimit), nameof(AuthFaultKind.LoginRefused))]
    public string[] Kind { get; set; } = [nameof(AuthFaultKind.NotAuthenticated)];

    [Parameter]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public string[]? Method { get; set; }

    [Parameter]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public object[]? VMHost { get; set; }

    [Parameter]
    [SupportsWildcards]
    [ValidateNotNullOrEmpty]
    public object[]? Datastore { get; set; }

    protected override void BeginProcessing()
    {
        base.BeginProcessing();
        _search = new(NewQuery(), Report, ProcessFault, StopToken);
    }

    protected override void EndProcessing()
    {
        base.EndProcessing();
        _search!.Summarize(this);
        Warn(nameof(VMHost), "ESXi hosts by id (HostSystem-host-12)", _hosts!);
        Warn(nameof(Datastore), "datastores by volume uuid", _datastores!);
    }

    private protected override LogKinds LogsWanted => _search!.Logs;

    private protected override void AddLine(string text, string source, long? lineNumber) => _search!.Push(text, source, lineNumber);

    private protected override void ReadAll(IReadOnlyList<LogInput> inputs) => _search!.Read(inputs);

    private protected override void ReadPlatform(PlatformLogs logs) => _search!.Read(logs);

    internal override void ReadServer(LiveReader reader, Action<Action> post, CancellationToken token) =>
        _search!.Read(reader, post, token);

    private FaultQuery NewQuery()
    {
        _hosts = InventoryFilter.ForHosts(VMHost, ThrowTerminatingError);
        _datastores = InventoryFilter.ForDatastores(Datastore, ThrowTerminatingError);
        return new FaultQuery
        {
            Kinds = FaultSearch.KindsOf(Kind),
            // A platform is asked by its own time, and gives no more than that.
            After = IsPlatform ? null : Range.After,
            Before = IsPlatform ? null : Range.Before,
            HostNames = _hosts.Names,
            DatastoreNames = _datastores.Names,
            Where = All(
                MethodFilter(),
                _hosts.Matching(fault => fault.VMHostId, fault => fault.VMHost),
                _datastores.Matching(fault => fault.DatastoreUuid, fault => fault.Datastore)),
        };
    }

    private void ProcessFault(AuthFault fault) => WriteObject(ToZone is null ? fault : fault.WithTimes(ToZone));

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
            WriteWarning(
                $"The log names {what}, so -{parameter} {names} alone has matched nothing. Pass the objects: "
                    + $"-{parameter} (Get-{parameter} {names})"
            );
        }

        if (filter.Unmapped.Count > 0)
        {
            WriteWarning(
                $"-{parameter}: {string.Join(", ", filter.Unmapped)} do not contain the id that the log uses (the URL of a datastore), "
                    + "so no fault can match them."
            );
        }
    }
}
