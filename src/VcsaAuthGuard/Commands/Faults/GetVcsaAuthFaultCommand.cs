using System.Management.Automation;
using VcsaAuthGuard.Binding;
using VcsaAuthGuard.Faults;

namespace VcsaAuthGuard.Commands;

[Cmdlet(VerbsCommon.Get, "VcsaAuthFault", DefaultParameterSetName = PathSet)]
[OutputType(typeof(AuthFault))]
public sealed class GetVcsaAuthFaultCommand : FaultCommand
{
    private InventoryFilter? _hosts;
    private InventoryFilter? _datastores;

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

    protected override void EndProcessing()
    {
        base.EndProcessing();
        Warn(nameof(VMHost), "ESXi hosts by id (HostSystem-host-12)", _hosts!);
        Warn(nameof(Datastore), "datastores by volume uuid", _datastores!);
    }

    private protected override FaultQuery NewQuery()
    {
        _hosts = InventoryFilter.ForHosts(VMHost, ThrowTerminatingError);
        _datastores = InventoryFilter.ForDatastores(Datastore, ThrowTerminatingError);
        return new FaultQuery
        {
            Kinds = Kinds,
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

    private protected override void ProcessFault(AuthFault fault) => WriteObject(ToZone is null ? fault : fault.WithTimes(ToZone));

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
