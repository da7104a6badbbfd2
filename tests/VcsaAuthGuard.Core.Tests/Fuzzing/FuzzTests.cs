using System.Diagnostics;
using System.Globalization;

namespace VcsaAuthGuard.Tests.Fuzzing;

/// <summary>
/// Reads inputs that were changed at random places. Whatever is wrong with an input, the reader says so in its own way: no other exception
/// leaves it, and it ends. The ordinary run takes a fixed number of inputs from fixed seeds; VCSA_FUZZ_SECONDS=3600 goes on for an hour for
/// each target, VCSA_FUZZ_SEED=N begins at another seed, and VCSA_FUZZ_TARGET='zip' takes that target alone.
/// </summary>
public class FuzzTests
{
    public static TheoryData<string> Targets =>
    [
        .. FuzzTargets.All.Select(target => target.Name)
            .Where(name => name == (Environment.GetEnvironmentVariable("VCSA_FUZZ_TARGET") ?? name)),
    ];

    [Theory]
    [MemberData(nameof(Targets))]
    public void A_changed_input_is_read_or_a_problem(string name)
    {
        FuzzTarget target = FuzzTargets.All.Single(one => one.Name == name);
        TimeSpan? time = Setting("VCSA_FUZZ_SECONDS") is int seconds ? TimeSpan.FromSeconds(seconds) : null;
        int first = Setting("VCSA_FUZZ_SEED") ?? 1;
        Stopwatch watch = Stopwatch.StartNew();
        int count = 0;
        while (time is null ? count < target.OrdinaryCount : watch.Elapsed < time)
        {
            int seed = first + count++;
            byte[] input = Mutator.Mutate(target.Corpus[seed % target.Corpus.Count], seed);
            try
            {
                target.Read(input);
            }
            catch (Exception e)
            {
                string file = Path.Combine(Path.GetTempPath(), $"vcsa-fuzz-{string.Concat(name.Split(' '))}-{seed}");
                File.WriteAllBytes(file, input);
                throw new InvalidOperationException($"{name}, seed {seed}: {e.GetType().Name}: {e.Message} The input is in {file}.", e);
            }
        }

        TestContext.Current.TestOutputHelper?.WriteLine($"{name}: {count} inputs");
    }

    [Fact]
    public void The_same_seed_makes_the_same_change()
    {
        byte[] input = FuzzTargets.All[0].Corpus[0];
        Assert.Equal(Mutator.Mutate(input, 7), Mutator.Mutate(input, 7));
        Assert.NotEqual(Mutator.Mutate(input, 7), Mutator.Mutate(input, 8));
        Assert.NotEqual(input, Mutator.Mutate(input, 7));
    }

    private static int? Setting(string name) =>
        int.TryParse(Environment.GetEnvironmentVariable(name), CultureInfo.InvariantCulture, out int value) ? value : null;
}
