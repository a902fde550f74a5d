using FsCheck.Fluent;
using NhiPortal.Domain.Reminders;

namespace NhiPortal.Domain.Tests.Reminders;

/// <summary>What a person may choose, and that their next digest always lies ahead.</summary>
public sealed class ReminderChoicesTests
{
    private static readonly ReminderWishes Fine = new("Europe/Stockholm", 8, 20, 7, [new(ReminderKind.GapOpen, Reach.Nowhere), new(ReminderKind.ApprovalWaiting, Reach.Portal)]);

    public static TheoryData<string, string> Wrong => new()
    {
        { "zone", "unknown_zone" }, { "long zone", "unknown_zone" }, { "hour", "unknown_hour" }, { "quiet hour", "unknown_hour" },
        { "half", "quiet_hours" }, { "same", "quiet_hours" }, { "silent", "must_reach" }, { "no kind", "must_reach" },
    };

    [Fact]
    public void Choices_OfNobody_AreEverythingByMailButNews()
    {
        var choices = ReminderChoices.Default(World.People[0], "UTC", 7, World.Now);
        Assert.All(Enum.GetValues<ReminderKind>(), kind => Assert.Equal(kind.IsNews() ? Reach.Portal : Reach.Mail, choices.ReachOf(kind)));
        Assert.Null(choices.ChosenAt);
    }

    [Fact]
    public void Choose_WhatIsOffered_Counts()
    {
        var choices = ReminderChoices.Default(World.People[0], "UTC", 7, World.Now);
        Assert.True(choices.Choose(Fine, World.Now).Succeeded);
        Assert.Equal((Reach.Nowhere, Reach.Portal, Reach.Mail), (choices.ReachOf(ReminderKind.GapOpen), choices.ReachOf(ReminderKind.ApprovalWaiting), choices.ReachOf(ReminderKind.AttestationDue)));
        Assert.Equal(World.Now.Date.AddDays(1).AddHours(7), choices.NextDigestAt.UtcDateTime);
    }

    [Theory]
    [MemberData(nameof(Wrong))]
    public void Choose_WhatIsNot_IsRefusedAndChangesNothing(string what, string code)
    {
        var choices = ReminderChoices.Default(World.People[0], "UTC", 7, World.Now);
        var before = (choices.Zone, choices.DigestHour, choices.Version);
        var refusal = choices.Choose(what switch
        {
            "zone" => Fine with { Zone = "Middle/Earth" },
            "long zone" => Fine with { Zone = new string('x', 5000) },
            "hour" => Fine with { DigestHour = 24 },
            "quiet hour" => Fine with { QuietFrom = -1 },
            "half" => Fine with { QuietUntil = null },
            "same" => Fine with { QuietUntil = Fine.QuietFrom },
            "silent" => Fine with { Kinds = [new(ReminderKind.NominationWaiting, Reach.Nowhere)] },
            _ => Fine with { Kinds = [new((ReminderKind)77, Reach.Mail)] },
        }, World.Now).Refusal;
        Assert.Equal(code, refusal?.Code);
        Assert.Equal(before, (choices.Zone, choices.DigestHour, choices.Version));
    }

    [Fact]
    public void Digested_AtAnyTime_SetsALaterOne() => World.Holds(
        from zone in Gen.Elements("UTC", "Asia/Tokyo", "America/Los_Angeles", "Europe/London")
        from hour in Gen.Choose(0, 23)
        from days in Gen.Choose(0, 3000)
        select (zone, hour, days),
        x =>
        {
            var choices = ReminderChoices.Default(World.People[0], x.zone, x.hour, World.Now);
            choices.Digested(World.Now.AddDays(x.days));
            return choices.NextDigestAt > World.Now.AddDays(x.days);
        });
}
