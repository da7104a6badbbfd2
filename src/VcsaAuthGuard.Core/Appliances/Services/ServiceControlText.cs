namespace VcsaAuthGuard.Appliances.Services;

/// <summary>Reads what <c>service-control --status</c> prints: headings, each with names behind or below it.</summary>
internal static class ServiceControlText
{
    private static readonly Dictionary<string, ServiceState> Headings = new(StringComparer.OrdinalIgnoreCase)
    {
        ["Running"] = ServiceState.Started,
        ["Stopped"] = ServiceState.Stopped,
        // Not in the public listings: taken from vmon's words for the states between.
        ["StartPending"] = ServiceState.Starting,
        ["Starting"] = ServiceState.Starting,
        ["StopPending"] = ServiceState.Stopping,
        ["Stopping"] = ServiceState.Stopping,
    };

    /// <summary>Returns the states by service-control's name. What stands under a heading that is not known is
    /// <see cref="ServiceState.Unknown"/>.</summary>
    /// <exception cref="FormatException">The text is no status.</exception>
    public static IReadOnlyList<KeyValuePair<string, ServiceState>> Read(string text)
    {
        List<KeyValuePair<string, ServiceState>> services = [];
        ServiceState? state = null;
        foreach (string line in text.Split('\n'))
        {
            string names = line.Trim();
            int colon = names.IndexOf(':');
            if (colon > 0 && names.IndexOf(' ') is var blank && (blank < 0 || blank > colon))
            {
                state = Headings.TryGetValue(names.Substring(0, colon), out ServiceState known) ? known : ServiceState.Unknown;
                names = names.Substring(colon + 1);
            }

            if (state is ServiceState current)
            {
                services.AddRange(
                    names
                        .Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries)
                        .Where(IsName)
                        .Select(name => new KeyValuePair<string, ServiceState>(name, current))
                );
            }
        }

        return services.Exists(service => service.Value != ServiceState.Unknown)
            ? services
            : throw new FormatException("This is not a list of services: " + FirstLine(text));
    }

    public static ApplianceService Service(KeyValuePair<string, ServiceState> state, string server) => new()
    {
        Name = ServiceCatalog.IsKnown(state.Key) ? ServiceCatalog.ControlName(state.Key) : state.Key,
        Id = ServiceCatalog.Shorten(state.Key),
        State = state.Value,
        Server = server,
    };

    public static string FirstLine(string text) =>
        text.Split('\n').Select(line => line.Trim()).FirstOrDefault(line => line.Length > 0) ?? "nothing was printed";

    private static bool IsName(string word) =>
        word.All(letter => letter is '-' or '_' or (>= 'a' and <= 'z') or (>= 'A' and <= 'Z') or (>= '0' and <= '9'));
}
