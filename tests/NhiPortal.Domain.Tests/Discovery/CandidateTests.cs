using FsCheck.Fluent;
using NhiPortal.Domain.Discovery;

namespace NhiPortal.Domain.Tests.Discovery;

/// <summary>Nothing that is found stays unexplained by accident: every way out of the open list has an end or a register entry.</summary>
public sealed class CandidateTests
{
    private static readonly IntegrationId Known = new(new Guid("00000000-0000-0000-0000-0000000000b1"));

    private static readonly FsCheck.Gen<IReadOnlyList<(int Act, int Days)>> Stories =
        from story in Gen.ListOf(from act in Gen.Choose(0, 4) from days in Gen.Choose(0, 200) select (act, days))
        select (IReadOnlyList<(int, int)>)[.. story];

    [Fact]
    public void Status_AfterAnyStory_IsWhatTheLastReadingAndTheClockSay() => World.Holds(Stories, story =>
    {
        var (candidate, now, seen, registered) = (Candidate.Find(default, World.Directory, Account("svc"), null, World.Now), World.Now, true, false);
        DateTimeOffset? until = null;
        foreach (var (act, days) in story)
        {
            now = now.AddDays(days);
            switch (act)
            {
                case 0:
                    candidate.See(Account("svc"), null, null, now);
                    (seen, registered) = (true, false);
                    break;
                case 1:
                    candidate.See(Account("svc"), Known, null, now);
                    (seen, registered, until) = (true, true, null);
                    break;
                case 2:
                    candidate.Lose(now);
                    (seen, registered, until) = (false, false, null);
                    break;
                case 3:
                    if (candidate.Adopt(Known, null, now).Succeeded)
                        (registered, until) = (true, null);
                    break;
                default:
                    if (candidate.Dismiss("because", now.AddDays(100), null, now).Succeeded)
                        until = now.AddDays(100);
                    break;
            }

            var expected = !seen ? CandidateStatus.Gone : registered ? CandidateStatus.Adopted : until > now ? CandidateStatus.Dismissed : CandidateStatus.Open;
            if (candidate.StatusAt(now) != expected || (candidate.StatusAt(now) == CandidateStatus.Adopted) != (candidate.IntegrationId is not null && seen))
                return false;
        }

        return true;
    });

    [Fact]
    public void Dismiss_UntilTooLate_OrPast_IsRefused()
    {
        var candidate = Candidate.Find(default, World.Directory, Account("svc"), null, World.Now);
        Assert.Equal("until_out_of_bounds", candidate.Dismiss("because", World.Now, null, World.Now).Refusal?.Code);
        Assert.Equal("until_out_of_bounds", candidate.Dismiss("because", World.Now.AddDays(367), null, World.Now).Refusal?.Code);
    }

    [Theory]
    [InlineData("svc-\u202Eatad", "svc-atad")]
    [InlineData(" svc", "svc")]
    [InlineData("svc\0", "svc")]
    [InlineData("\u0001", "?")]
    public void Adopt_NameTheRegisterCannotKeep_IsRefusedAndShownSafely(string name, string shown)
    {
        var candidate = Candidate.Find(default, World.Directory, Account(name), null, World.Now);
        Assert.Equal(shown, candidate.AccountName);
        Assert.Equal("name_unfit", candidate.Adopt(Known, null, World.Now).Refusal?.Code);
    }

    [Fact]
    public void See_NothingNew_ChangesNothing()
    {
        var candidate = Candidate.Find(default, World.Directory, Account("svc"), null, World.Now);
        var before = candidate.Version;
        candidate.See(Account("svc"), null, null, World.Now.AddDays(1));
        Assert.Equal(before, candidate.Version);
    }

    private static FoundAccount Account(string name) => new() { Id = "1", Name = name, CanDo = "Nothing much." };
}
