using VcsaAuthGuard.Benchmarks.Reporting;
using VcsaAuthGuard.Benchmarks.Running;


namespace VcsaAuthGuard.Benchmarks.Measures;

/// <summary>The module's one session against PowerCLI-style scripts with one, and with a login for each item, at the vSphere
/// simulator.</summary>
internal sealed class SessionsMeasure : IMeasure
{
    private const int Items = 500;

    // Getting the machines takes a session too.
    private const int LoginsOfEach = Items + 1;

    public string Name => "sessions";

    public string Title => "`Connect-VcsaSession` and `Invoke-VcsaBatch -PerItem` at the vSphere simulator, 500 items, against";

    public Target Target { get; } = new(1.0, 0.8, "0.00' ×'");

    public IEnumerable<Row> Run(Bench bench)
    {
        if (bench.PowerShell.Problem is string problem)
        {
            yield return Row.Missing(this, problem);
            yield break;
        }

        (string pwsh, string manifest, _) = bench.PowerShell;

        Console.Error.WriteLine(Name);
        SessionTurns turns = SessionTurns.Measure(
            pwsh,
            manifest,
            Repository.Root,
            Path.Combine(bench.Options.Work, "sessions"),
            FormattableString.Invariant($"{Items}"),
            FormattableString.Invariant($"{Alternation.Runs}")
        );
        if (turns is not { Module: { } module, Single: { } single, Each: { } each, Leak: { } leak })
        {
            yield return Row.Missing(
                this,
                "not measured: the vSphere simulator is missing (apt install golang-go golang-github-vmware-govmomi-dev)"
            );
            yield break;
        }

        Expect("the module", module, 1, 1, 0);
        Expect("one session", single, 1, 1, 0);
        Expect("a login for each item", each, LoginsOfEach, 1, 0);
        Expect("a login for each item without logout", leak, LoginsOfEach, LoginsOfEach, LoginsOfEach);
        yield return RowOf("one session and `ForEach-Object`", new(1.15, 1.05, "0.00' ×'"), module, single);
        yield return RowOf("a login and a logout for each item", Target, module, each);
        yield return RowOf("a login for each item and no logout", Target, module, leak);
    }

    private static void Expect(string way, SessionTurn[] turns, int logins, int peak, int left)
    {
        foreach (SessionTurn turn in turns)
        {
            Check.Equal($"snapshots made ({way})", turn.Done, "items", Items);
            Check.Equal($"logins ({way})", turn.Logins, "expected", logins);
            Check.Equal($"sessions at once ({way})", turn.Peak, "expected", peak);
            Check.Equal($"sessions left ({way})", turn.Left, "expected", left);
        }
    }

    private Row RowOf(string peerName, Target target, SessionTurn[] ours, SessionTurn[] peer)
    {
        Figure figure = new PairTimes([.. ours.Zip(peer, (mine, other) => new PairTime(mine.Seconds, other.Seconds))]).ToFigure();
        return new(
            Name,
            $"{Title} {peerName}",
            "module",
            target,
            figure with
            {
                Ours = Words(figure.Ours, ours[0]),
                Peer = Words(figure.Peer, peer[0]),
            },
            null
        );
    }

    private static string Words(string seconds, SessionTurn turn) =>
        FormattableString.Invariant($"{seconds}, logins {turn.Logins}, sessions at once {turn.Peak}");
}
