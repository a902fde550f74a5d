using System.Diagnostics;
using NhiPortal.Domain.Owners;
using NhiPortal.Domain.Policy;

namespace NhiPortal.Domain.Tests.Policy;

public sealed class TicketPatternTests
{
    private static readonly ApprovalRule Rule = new()
    {
        Name = "r", Stages = [new(1, OwnerRole.SystemOwner, 1)], LongestGrantMinutes = 60, RequestLifetimeMinutes = 60, TicketPattern = "CHG-[0-9]{4,6}",
    };

    [Theory]
    [InlineData("CHG-1234", true)]
    [InlineData("CHG-123", false)]
    [InlineData("see CHG-1234", false)]
    [InlineData("CHG-1234 ", false)]
    [InlineData("CHG-1234\n", false)]
    [InlineData("chg-1234", false)]
    public void WhyNotTicket_LooksAtTheWholeTicket(string ticket, bool good) => Assert.Equal(good, Rule.WhyNotTicket(ticket) is null);

    [Fact]
    public void WhyNotTicket_None_IsMissingOnlyWhereOneIsRequired()
    {
        Assert.Null(Rule.WhyNotTicket(null));
        Assert.Equal("ticket_missing", (Rule with { RequiresTicket = true }).WhyNotTicket(null)?.Code);
    }

    [Theory]
    [InlineData("(")]
    [InlineData("a)|(b")]
    [InlineData("(?=x)x")]
    [InlineData(@"(a)\1")]
    [InlineData("((a{100}){100}){100}")]
    [InlineData("(((((((((a{9}){9}){9}){9}){9}){9}){9}){9}){9})")]
    [InlineData("")]
    public void Create_PatternThatIsNoneOrTooMuch_IsRefusedAtOnce(string pattern)
    {
        var clock = Stopwatch.StartNew();
        Assert.Equal("ticket_pattern", ApprovalPolicy.Create([Rule with { TicketPattern = pattern }]).Refusal?.Code);
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(2));
    }

    [Theory]
    [InlineData("(a+)+")]
    [InlineData("(a|aa)+")]
    [InlineData("(.*.*.*.*)*x")]
    [InlineData("(a|b|ab)*c{0,900}")]
    public void Matches_PatternMeantToHang_AnswersAtOnce(string pattern)
    {
        var clock = Stopwatch.StartNew();
        Assert.False(TicketPattern.Create(pattern).Value.Matches(new string('a', 99) + "!"));
        Assert.True(clock.Elapsed < TimeSpan.FromSeconds(2));
    }
}
