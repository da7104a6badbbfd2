using VcsaAuthGuard.Benchmarks.Reporting;


namespace VcsaAuthGuard.Benchmarks.Measures;

/// <summary>A row of the table, or several alike.</summary>
internal interface IMeasure
{
    /// <summary>Gets the name of the measure for <c>--only</c>.</summary>
    string Name { get; }

    string Title { get; }

    Target Target { get; }

    /// <exception cref="MeasureFailedException">The sides did not do the same work.</exception>
    IEnumerable<Row> Run(Bench bench);
}
