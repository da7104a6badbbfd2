namespace VcsaAuthGuard.Cli.Inputs;

/// <summary>
/// Collects garbage when memory has grown. The reader bounds what it keeps, but .NET lets garbage grow to the size of the processor's
/// cache, which is hundreds of megabytes on a server. Nothing fails at the limit: what is really needed is there.
/// </summary>
internal static class SoftMemoryLimit
{
    private const long Limit = 128L << 20;

    private static long s_next = Limit;

    /// <summary>Collects where memory exceeds the limit, which then moves above what was kept.</summary>
    public static void Apply()
    {
        if (GC.GetTotalMemory(forceFullCollection: false) <= s_next)
        {
            return;
        }

#pragma warning disable RS0030 // This class is the one place that collects: the runtime's own limit would end the program.
        GC.Collect();
#pragma warning restore RS0030
        s_next = Math.Max(Limit, GC.GetTotalMemory(forceFullCollection: false) * 3 / 2);
    }
}
