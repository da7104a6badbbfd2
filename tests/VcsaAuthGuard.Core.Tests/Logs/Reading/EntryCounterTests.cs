using System.Text;
using VcsaAuthGuard.Logs.Reading;

namespace VcsaAuthGuard.Tests.Logs;

public class EntryCounterTests
{
    private const string Header = "2026-02-11T02:14:07.318Z info vpxd[4085937] [Originator@6876 sub=vpxLro opID=7ac8f6ad] a\n";

    [Theory]
    [InlineData("--> a part of the entry\n", 1, 2)]
    [InlineData(Header, 2, 2)]
    [InlineData("\n", 1, 2)]
    [InlineData("\r\n", 1, 2)]
    public void Lines_that_continue_an_entry_are_not_counted_as_entries(string next, int entries, int lines)
    {
        // Of any length, so that the next line starts at any place of a vector.
        for (int filler = 0; filler < 70; filler++)
        {
            byte[] text = Encoding.ASCII.GetBytes(Header.Insert(Header.Length - 1, new string('x', filler)) + next);
            for (int part = 0; part <= text.Length; part += 13)
            {
                EntryCounter counter = default;
                counter.AddLines(text, 0, part);
                counter.AddLines(text, part, text.Length);
                Assert.Equal((lines, entries), (counter.LineFeeds, (int)counter.CountEntries(text, columns: null)));
            }
        }
    }
}
