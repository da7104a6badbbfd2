using System.Globalization;
using System.Text;
using VcsaAuthGuard.ApiLoad.Sessions;
using VcsaAuthGuard.ApiLoad;

namespace VcsaAuthGuard.Tests.ApiLoad;

public class SessionIdsTests
{
    private const int Sessions = 5_000_000;

    /// <summary>Ids that differ as little as ids can: a number in hexadecimal at one place, or one at each of two places, zeros
    /// elsewhere.</summary>
    [Theory]
    [InlineData(0, -1)]
    [InlineData(9, -1)]
    [InlineData(28, -1)]
    [InlineData(0, 28)]
    [InlineData(9, 24)]
    public void No_two_of_five_million_ids_share_a_number(int first, int second)
    {
        byte[] id = Encoding.ASCII.GetBytes("00000000-0000-0000-0000-000000000000");
        ulong[] numbers = new ulong[Sessions];
        for (int i = 0; i < Sessions; i++)
        {
            Write(id, first, second < 0 ? i : i & 0x7FF);
            if (second >= 0)
            {
                Write(id, second, i >> 11);
            }

            numbers[i] = SessionIds.Read(id);
        }

        Array.Sort(numbers);
        Assert.NotEqual(0UL, numbers[0]);
        Assert.DoesNotContain(true, numbers.Skip(1).Select((number, i) => number == numbers[i]));
    }

    [Fact]
    public void Owners_of_many_sessions_are_found_again()
    {
        const int Known = 300_000;
        SessionOwners owners = new();
        ulong[] sessions =
        [
            .. Enumerable
                .Range(0, 2 * Known)
                .Select(i => SessionIds.Read(string.Create(CultureInfo.InvariantCulture, $"{i:x8}-0000-0000-0000-00000000000a"))),
        ];
        for (int i = 0; i < Known; i++)
        {
            owners.Set(sessions[i], 1);
            owners.Set(sessions[i], i + 1);
        }

        Assert.Equal(Enumerable.Range(1, Known), sessions.Take(Known).Select(owners.Find));
        Assert.All(sessions.Skip(Known), session => Assert.Equal(0, owners.Find(session)));
    }

    [Fact]
    public void A_call_is_remembered_until_another_takes_its_place()
    {
        CallBegins begins = new(8);
        long time = new DateTime(2026, 2, 11, 2, 0, 0, DateTimeKind.Utc).Ticks;
        const ulong Operation = 0x1234_5678_0000_0003, SamePlace = 0x8765_4321_0000_0003;
        begins.Add(Operation, time, time - (90 * TimeSpan.TicksPerSecond), 7);
        begins.Add(0, time + 1, 0, 7);
        Assert.True(begins.TryFind(Operation, out CallBegin begin));
        Assert.Equal(new CallBegin(time, 90, 7), begin);
        Assert.False(begins.TryFind(SamePlace, out _));
        Assert.False(begins.TryFind(0, out _));
        begins.Add(SamePlace, time, 0, 8);
        Assert.False(begins.TryFind(Operation, out _));
        Assert.True(begins.TryFind(SamePlace, out begin));
        Assert.Equal(new CallBegin(time, 0, 8), begin);
    }

    /// <summary>Eight hexadecimal digits; where there is a dash they go on behind it.</summary>
    private static void Write(byte[] id, int place, int value)
    {
        for (int i = 0, at = place; i < 8 && at < id.Length; at++)
        {
            if (id[at] != '-')
            {
                id[at] = (byte)"0123456789abcdef"[(value >> (28 - (4 * i++))) & 0xF];
            }
        }
    }
}
