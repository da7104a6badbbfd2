using VcsaAuthGuard.Pacing;
using VcsaAuthGuard.Tests.Http;


namespace VcsaAuthGuard.Tests.Pacing;

public sealed class BatchCheckpointTests : IDisposable
{
    private readonly string _path = Path.Combine(Path.GetTempPath(), Path.GetRandomFileName());

    public void Dispose() => File.Delete(_path);

    [Fact]
    public void Cut_off_at_any_byte_it_has_the_items_before_the_cut_and_the_run_does_the_rest()
    {
        string[] items = [.. Enumerable.Range(0, 60).Select(i => $"/VIServer=vc01/vm-{i}/ä\n\\n{new string('x', i % 7)}")];
        List<long> ends = [];
        using (BatchCheckpoint checkpoint = BatchCheckpoint.Load(_path, "nightly"))
        {
            checkpoint.Start();
            foreach (string item in items)
            {
                checkpoint.Add([item]);
                ends.Add(new FileInfo(_path).Length);
            }
        }

        byte[] whole = File.ReadAllBytes(_path);
        for (int cut = 0; cut <= whole.Length; cut++)
        {
            File.WriteAllBytes(_path, whole[..cut]);
            int recorded = ends.Count(end => end <= cut);
            using (BatchCheckpoint checkpoint = BatchCheckpoint.Load(_path, "nightly"))
            {
                Assert.Equal(recorded, checkpoint.Count);
                Assert.All(items, (item, i) => Assert.Equal(i < recorded, checkpoint.IsDone(item)));
                checkpoint.Start();
                checkpoint.Add(items.Skip(recorded));
            }

            Assert.Equal(whole, File.ReadAllBytes(_path));
        }
    }

    [Fact]
    public void A_run_goes_on_where_it_was_and_after_its_end_starts_anew()
    {
        string[] items = [.. Enumerable.Range(0, 100).Select(i => $"vm-{i}")];
        Assert.Equal(items.Take(60), Run(items, 60));
        Assert.Equal(items.Skip(40), Run(items, 1000)); // The second batch of 20 in flight was not on record.
        Assert.Equal(items, Run(items, 1000));
    }

    [Fact]
    public void What_failed_is_not_on_record()
    {
        TestWork work = new();
        work.Outcomes.Enqueue(WorkOutcome.Failed);
        Assert.Equal(["a", "b"], Run(["a", "b"], 9, work, 1));
        Assert.Equal(["a"], Run(["a", "b"], 9, size: 1));
    }

    [Fact]
    public void A_second_item_of_the_same_identity_and_one_without_are_not_run()
    {
        TestWork work = new();
        Assert.Equal(["a", "b"], Run(["a", "", "b", "a"], 9, work, 1));
        Assert.Equal(["twice a"], work.Log);
    }

    [Fact]
    public void A_line_that_was_changed_is_an_error()
    {
        Run(["a", "b", "c"], 2, size: 1);
        File.WriteAllText(_path, File.ReadAllText(_path).Replace(" d a", " d x", StringComparison.Ordinal) + "\n\n");
        Assert.Equal(BatchCheckpointProblem.Damaged, Problem("run"));
    }

    [Fact]
    public void A_character_in_the_place_of_the_blank_behind_a_sum_is_damage()
    {
        File.WriteAllText(_path, CheckpointText.Magic + "d8f88168\U0001F600 r run\n7969bc32 d vm-1\n");
        BatchCheckpointException e = Assert.Throws<BatchCheckpointException>(() => BatchCheckpoint.Load(_path, "run"));
        Assert.Equal(BatchCheckpointProblem.Damaged, e.Problem);
    }

    [Fact]
    public void A_file_that_is_something_else_is_left_alone()
    {
        File.WriteAllText(_path, "name;id\n");
        Assert.Equal(BatchCheckpointProblem.NotACheckpoint, Problem("run"));
        Assert.Equal("name;id\n", File.ReadAllText(_path));
    }

    [Fact]
    public void Another_run_is_refused_until_the_first_is_complete()
    {
        Run(["a", "b"], 2, size: 1);
        Assert.Equal(BatchCheckpointProblem.OtherRun, Problem("other"));
        Run(["a", "b"], 9, size: 1);
        Assert.Equal(0, BatchCheckpoint.Load(_path, "other").Count);
    }

    [Fact]
    public void Two_runs_at_once_are_refused()
    {
        using BatchCheckpoint late = BatchCheckpoint.Load(_path, "run");
        using BatchCheckpoint first = BatchCheckpoint.Load(_path, "run");
        first.Start();
        Assert.Equal(BatchCheckpointProblem.InUse, Assert.Throws<BatchCheckpointException>(late.Start).Problem);
        Assert.Equal(BatchCheckpointProblem.InUse, Problem("run"));
    }

    [Fact]
    public void Nothing_is_written_before_the_first_batch() =>
        Assert.False(File.Exists(BatchCheckpoint.Load(_path, "run").Count == 0 ? _path : ""));

    private BatchCheckpointProblem Problem(string run) =>
        Assert.Throws<BatchCheckpointException>(() => BatchCheckpoint.Load(_path, run)).Problem;

    /// <summary>Runs up to some unit, which is taken and never finished.</summary>
    private string[] Run(string[] items, int most, TestWork? work = null, int size = 20)
    {
        SkippingTimeProvider clock = new();
        using BatchCheckpoint checkpoint = BatchCheckpoint.Load(_path, "run");
        BatchRun<string> run = new(items, new() { Size = size }, work ?? new(), new(new(), [], clock), [], clock, checkpoint);
        List<string> ran = [];
        foreach (string[] unit in run.Units(TestContext.Current.CancellationToken))
        {
            ran.AddRange(unit);
            if (ran.Count >= most)
            {
                break;
            }
        }

        return [.. ran];
    }
}
