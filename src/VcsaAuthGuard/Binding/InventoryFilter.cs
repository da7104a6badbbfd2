using System.Management.Automation;
using System.Text.RegularExpressions;
using VcsaAuthGuard.Errors;
using VcsaAuthGuard.Faults;

namespace VcsaAuthGuard.Binding;

/// <summary>
/// Represents the value of -VMHost or -Datastore: patterns, and PowerCLI objects, which also give the names behind the ids in a log.
/// </summary>
internal sealed class InventoryFilter
{
    private readonly Dictionary<string, string> _names = new(StringComparer.OrdinalIgnoreCase);
    private readonly List<WildcardPattern> _patterns = [];
    private readonly List<string> _unmatched = [];

    private InventoryFilter()
    {
    }

    /// <summary>Names by id, from the objects.</summary>
    public IReadOnlyDictionary<string, string> Names => _names;

    /// <summary>Gets the patterns that look like names while no object has a name, and that have matched nothing so far.</summary>
    public IReadOnlyList<string> NamesWithoutObjects => _unmatched;

    /// <summary>Gets the objects without the id that a log would contain.</summary>
    public List<string> Unmapped { get; } = [];

    public static InventoryFilter ForHosts(object[]? values, Action<ErrorRecord> fail) =>
        Read("VMHost", values, HostId, new Regex(@"^(HostSystem-)?host-", RegexOptions.IgnoreCase), fail);

    public static InventoryFilter ForDatastores(object[]? values, Action<ErrorRecord> fail) =>
        Read("Datastore", values, VolumeUuid, new Regex(@"^[0-9a-f*?]+(-[0-9a-f*?]+)*$", RegexOptions.IgnoreCase), fail);

    /// <summary>Returns whether a fault's id or name matches; null if no filter was given.</summary>
    public Predicate<AuthFault>? Matching(Func<AuthFault, string?> id, Func<AuthFault, string?> name)
    {
        if (_patterns.Count == 0 && _names.Count == 0 && Unmapped.Count == 0)
        {
            return null;
        }

        return fault => id(fault) is string value && IsMatch(value, name(fault));
    }

    private bool IsMatch(string id, string? name)
    {
        bool Matches(WildcardPattern pattern) =>
            pattern.IsMatch(id) || pattern.IsMatch(ShortId(id)) || (name is not null && pattern.IsMatch(name));

        // A pattern such as *117 can be the end of an id as well as of a name.
        _unmatched.RemoveAll(text => Matches(WildcardPattern.Get(text, WildcardOptions.IgnoreCase)));
        return _names.ContainsKey(id) || _patterns.Exists(Matches);
    }

    private static InventoryFilter Read(
        string parameter,
        object[]? values,
        Func<PSObject, string?> idOf,
        Regex idForm,
        Action<ErrorRecord> fail
    )
    {
        InventoryFilter filter = new();
        List<string> texts = [];
        foreach (object value in values ?? [])
        {
            PSObject item = PSObject.AsPSObject(value);
            if (item.BaseObject is string text)
            {
                texts.Add(text);
                filter._patterns.Add(WildcardPattern.Get(text, WildcardOptions.IgnoreCase));
            }
            else if (
                Properties.GetText(item, "Name") is not string name
                || (Properties.Get(item, "Id") ?? Properties.Get(item, "MoRef")) is null
            )
            {
                fail(ErrorRecords.UnknownFilter(parameter, item.BaseObject));
            }
            else if (idOf(item) is string id)
            {
                filter._names[id] = name;
            }
            else
            {
                filter.Unmapped.Add(name);
            }
        }

        if (filter._names.Count == 0)
        {
            filter._unmatched.AddRange(texts.Where(text => !idForm.IsMatch(text) && text.Trim('*').Length > 0));
        }

        return filter;
    }

    /// <summary>Returns the id <c>HostSystem-host-150117</c> of a VMHost or of a HostSystem view.</summary>
    private static string? HostId(PSObject host) =>
        Properties.GetText(host, "Id") ?? (Properties.GetText(host, "MoRef", "Value") is string value ? "HostSystem-" + value : null);

    /// <summary>Returns the uuid in <c>ds:///vmfs/volumes/62aef28d-fe0e61a8-3da4-9efa524000e2/</c>, the url of a Datastore or of its
    /// view.</summary>
    private static string? VolumeUuid(PSObject datastore)
    {
        string? url = Properties.GetText(datastore, "ExtensionData", "Info", "Url")
            ?? Properties.GetText(datastore, "Info", "Url")
            ?? Properties.GetText(datastore, "Summary", "Url");
        string? uuid = url?.TrimEnd('/').Split('/').Last();
        return string.IsNullOrEmpty(uuid) ? null : uuid;
    }

    private static string ShortId(string id) =>
        id.StartsWith("HostSystem-", StringComparison.Ordinal) ? id.Substring("HostSystem-".Length) : id;
}
