namespace VcsaAuthGuard.Benchmarks.Running;

/// <summary>A program and its arguments.</summary>
internal sealed record Command(string Program, IReadOnlyList<string> Arguments)
{
    /// <summary>The same, started by another program that takes a command at its end.</summary>
    public Command Under(string program, params IEnumerable<string> arguments) => new(program, [.. arguments, Program, .. Arguments]);
}
