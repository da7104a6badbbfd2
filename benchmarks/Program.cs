using System.CommandLine;
using VcsaAuthGuard.Benchmarks;

string[] names = [.. Suite.Measures.Select(measure => measure.Name)];
Option<long?> size = new("--size")
{
    Description = "How large the ordinary log is, like 64MiB. Default: 1GiB. Rows that use a smaller log use at most this.",
    CustomParser = argument =>
    {
        if (ByteSize.TryParse(argument.Tokens[0].Value, out long bytes))
        {
            return bytes;
        }

        argument.AddError($"--size: '{argument.Tokens[0].Value}' is not a size of at least 1 MiB. Write it like 1GiB or 64MiB.");
        return null;
    },
};
Option<string?> work = new("--work") { Description = "Where logs and builds are put. Default: artifacts/benchmarks in the repository." };
Option<bool> keep = new("--keep") { Description = "Leave the generated logs for the next run, which uses them again." };
Option<string[]> only = new("--only")
{
    Description = "Measure these rows and no others.",
    AllowMultipleArgumentsPerToken = true,
};
only.AcceptOnlyFromAmong(names);
Option<bool> cpu = new("--cpu")
{
    Description = "Compare processor time (user and system) instead of elapsed time, for a machine that is busy. Needs GNU time.",
};
Option<string?> program = new("--program") { Description = "Measure this published program instead of publishing one." };
Option<string?> module = new("--module") { Description = "Measure the module with this manifest instead of building one." };
Option<long?> events = new("--events") { Description = "Number of events that are read from a log platform. Default: 1000000." };

RootCommand root = new("Measures VcsaAuthGuard against its peers on this machine and prints a markdown table of ratios.")
{
    size, work, keep, only, cpu, program, module, events,
};
root.SetAction(parsed => Suite.Run(new BenchmarkOptions(
    parsed.GetValue(size) ?? ByteSize.Gibibyte,
    Path.GetFullPath(parsed.GetValue(work) ?? Path.Combine(Repository.Root, "artifacts", "benchmarks")),
    parsed.GetValue(keep),
    parsed.GetValue(only) is { Length: > 0 } chosen ? [.. chosen] : [.. names],
    parsed.GetValue(cpu),
    parsed.GetValue(program) is string ready ? Path.GetFullPath(ready) : null,
    parsed.GetValue(module) is string manifest ? Path.GetFullPath(manifest) : null,
    parsed.GetValue(events) ?? 1_000_000)));
return root.Parse(args).Invoke();
