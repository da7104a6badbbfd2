namespace VcsaAuthGuard.BackupWindows.Planning;

/// <summary>A plan that moves windows apart, and what it brings.</summary>
public sealed record WindowPlan
{
    /// <summary>The windows in the order they were given, moved or not.</summary>
    public IReadOnlyList<PlannedWindow> Windows { get; internal set; } = [];

    /// <summary>What the plan was made for.</summary>
    public required PlanOptions Options { get; init; }

    /// <summary>The windows as they are.</summary>
    public required PlanSummary Before { get; init; }

    /// <summary>The windows as proposed; never worse than before.</summary>
    public required PlanSummary After { get; init; }

    /// <summary>
    /// What no plan on this grid is below, compared figure after figure: the cost of the fixed windows, and for each movable one the
    /// least it adds to those alone.
    /// </summary>
    public required PlanSummary LowerBound { get; init; }

    /// <summary>Whether it is proven that no plan on this grid is better: by trying all, or because it reaches <see cref="LowerBound"/>.</summary>
    public bool IsOptimal { get; init; }

    /// <summary>How many windows do not say both their VMs and their seconds per request: of them no tokens are predicted to expire.</summary>
    public int Unpredicted { get; init; }

    /// <summary>Before and after in a line.</summary>
    public override string ToString() => $"before: {Before}; after: {After}; {(IsOptimal ? "no plan on this grid is better" : $"no plan is below: {LowerBound}")}";
}
