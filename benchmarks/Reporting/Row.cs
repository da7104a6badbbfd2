using System.Globalization;
using VcsaAuthGuard.Benchmarks.Measures;

namespace VcsaAuthGuard.Benchmarks.Reporting;

/// <summary>Gets the name of the measure.</summary>
/// <param name="Value">The median.</param>
/// <param name="Low">The lowest of all runs.</param>
/// <param name="High">The highest of all runs.</param>
/// <param name="Runs">How many runs.</param>
/// <param name="Ours">This project's side.</param>
/// <param name="Peer">The other side, where there is one.</param>
internal sealed record Figure(double Value, double Low, double High, int Runs, string Ours, string Peer);

/// <summary>Gets the target value.</summary>
/// <param name="ToReach">The bound.</param>
/// <param name="Aim">The bound one would like.</param>
/// <param name="Format">How its figures are written.</param>
/// <param name="MoreIsBetter">Which side of a bound is the good one.</param>
internal sealed record Target(double ToReach, double Aim, string Format = "0.00' ×'", bool MoreIsBetter = false)
{
    public string Write(double value) => value.ToString(Format, CultureInfo.InvariantCulture);

    public string Judge(double value) => Meets(value, Aim) ? "aim" : Meets(value, ToReach) ? "yes" : "**no**";

    public bool IsReached(double value) => Meets(value, ToReach);

    private bool Meets(double value, double bound) => MoreIsBetter ? value >= bound : value <= bound;
}

/// <summary>A row of the table.</summary>
internal sealed record Row(string Name, string Title, string Build, Target Target, Figure? Figure, string? Instead)
{
    public static Row Of(IMeasure measure, string build, string log, Figure figure) =>
        new(measure.Name, $"{measure.Title} ({log})", build, measure.Target, figure, null);

    /// <summary>A row of a measure whose rows have targets of their own.</summary>
    public static Row Of(IMeasure measure, string title, string build, Target target, Figure figure) =>
        new(measure.Name, title, build, target, figure, null);

    /// <summary>A row with words in the place of a figure.</summary>
    public static Row Missing(IMeasure measure, string why) => new(measure.Name, measure.Title, "", measure.Target, null, why);
}
