using System.Management.Automation;
using VcsaAuthGuard.Binding;
using VcsaAuthGuard.Faults;

namespace VcsaAuthGuard.Commands;

[Cmdlet(VerbsCommon.Get, "VcsaAuthFault", DefaultParameterSetName = PathSet)]
[OutputType(typeof(AuthFault))]
public sealed class GetVcsaAuthFaultCommand : FaultCommand
{
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

    private protected override FaultQuery NewQuery()
    {
        InventoryFilter hosts = InventoryFilter.ForHosts(VMHost, ThrowTerminatingError);
        InventoryFilter datastores = InventoryFilter.ForDatastores(Datastore, ThrowTerminatingError);
        Warn(nameof(VMHost), "ESXi hosts by id (HostSystem-host-12)", hosts);
        Warn(nameof(Datastore), "datastores by volume uuid", datastores);
        return new FaultQuery
        {
            Kinds = Kinds,
            // A platform is asked by its own time, and gives no more than that.
            After = IsPlatform ? null : Range.After,
            Before = IsPlatform ? null : Range.Before,
            HostNames = hosts.Names,
            DatastoreNames = datastores.Names,
            Where = All(
                MethodFilter(),
                hosts.Matching(fault => fault.VMHostId, fault => fault.VMHost),
                datastores.Matching(fault => fault.DatastoreUuid, fault => fault.Datastore)),
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
                $"The log names {what}, so -{parameter} {names} alone cannot match anything. Pass the objects: "
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
