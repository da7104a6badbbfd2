using System.Runtime.CompilerServices;
using VcsaAuthGuard.Fleets;

namespace VcsaAuthGuard.Binding;

/// <summary>Remembers which platform the rows of a fleet are from, its credential included, which no property of a row shows.</summary>
internal static class FleetSources
{
    private static readonly ConditionalWeakTable<FleetServer, PlatformSource> Sources = new();

    public static void Add(FleetServer row, PlatformSource source) => Sources.Add(row, source);

    /// <summary>Returns the platform, limited to the server of the row; null for a row of another process.</summary>
    public static PlatformSource? Find(FleetServer row) =>
        row.Server is string server && Sources.TryGetValue(row, out PlatformSource? source)
            ? source with { Options = source.Options with { Servers = [server] } }
            : null;
}
