namespace VcsaAuthGuard.TimeSeries;

/// <summary>Represents the counts of one bin of a <see cref="CountSeries{T}"/>.</summary>
internal interface ICounts<T>
    where T : struct, ICounts<T>
{
    /// <summary>Gets whether all counts are zero.</summary>
    bool IsEmpty { get; }

    /// <summary>Gets the count by which the fullest unit of time is found.</summary>
    int Size { get; }

    /// <summary>Adds other counts. Counts of its fullest unit, where there are any, become the larger of both.</summary>
    void Add(in T other);

    /// <summary>Raises the counts of the fullest unit, where there are any, to those of a unit of time in the bin.</summary>
    void RaisePeak(in T unit);
}
