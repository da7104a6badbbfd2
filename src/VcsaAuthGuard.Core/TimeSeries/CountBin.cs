using System.Runtime.InteropServices;

namespace VcsaAuthGuard.TimeSeries;

/// <summary>Represents one bin of a <see cref="CountSeries{T}"/>.</summary>
/// <remarks>It is packed, for a series per client is held in memory.</remarks>
[StructLayout(LayoutKind.Sequential, Pack = 4)]
internal struct CountBin<T>(long start, T counts)
    where T : struct, ICounts<T>
{
    /// <summary>The first unit of time of the bin.</summary>
    public long Start = start;

    /// <summary>The counts of all units of the bin.</summary>
    public T Counts = counts;
}
