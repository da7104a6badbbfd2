using VcsaAuthGuard.Benchmarks.Reporting;


namespace VcsaAuthGuard.Benchmarks.Measures;

/// <summary>A row of the table, or several alike.</summary>
internal interface IMeasure
{
    /// <summary>What <c>--only</c> calls it.</summary>
    string Name { get; }

    string Title { get; }

    Target Target { get; }

    /// <exception cref="MeasureFailedException">The sides did not do the same work.</exception>
    IEnumerable<Row> Run(Bench bench);
}
