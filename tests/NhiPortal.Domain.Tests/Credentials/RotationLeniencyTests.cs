using NhiPortal.Domain.Credentials;
using NhiPortal.Domain.Integrations;
using NhiPortal.Domain.Targets;

namespace NhiPortal.Domain.Tests.Credentials;

/// <summary>Rules that ask for less are known as such, however they are written.</summary>
public sealed class RotationLeniencyTests
{
    private static readonly RotationWishes Before = RotationPlan.BuiltIn.Wishes;

    public static TheoryData<string, RotationWishes> Laxer => new()
    {
        { "longer", Before with { Rules = [Before.Rules[0], Before.Rules[1] with { Schedule = Before.Rules[1].Schedule with { EveryDays = 91 } }] } },
        { "rule removed", Before with { Rules = [Before.Rules[0]] } },
        { "stricter rule lost its place", Before with { Rules = [Before.Rules[1], Before.Rules[0]] } },
        { "more grace", Before with { Rules = [Before.Rules[0] with { Schedule = Before.Rules[0].Schedule with { GraceDays = 8 } }, Before.Rules[1]] } },
        { "cannot be compared", Before with { Rules = [Before.Rules[0], new("Monthly", new() { Cron = "0 6 1 * *" })] } },
        { "carved out", Before with { Rules = [new("Certificates of critical targets yearly", new() { EveryDays = 365 }) { Kinds = [CredentialKind.Certificate], Criticalities = [Criticality.Critical] }, .. Before.Rules] } },
        { "a freeze", Before with { Freezes = [new("Spring", new(2026, 3, 1), new(2026, 3, 20), false)] } },
        { "put off more often", Before with { MostSnoozes = 3 } },
        { "put off longer", Before with { LongestSnoozeDays = 8 } },
    };

    public static TheoryData<string, RotationWishes> NotLaxer => new()
    {
        { "the same", Before },
        { "another name", Before with { Rules = [Before.Rules[0] with { Name = "Agents" }, Before.Rules[1]] } },
        { "shorter", Before with { Rules = [Before.Rules[0], Before.Rules[1] with { Schedule = new() { EveryDays = 60 } }] } },
        { "stricter for some", Before with { Rules = [new("Scripts weekly", new() { EveryDays = 7, LeadDays = 2 }) { Integrations = [IntegrationKind.ScriptedAutomation] }, .. Before.Rules] } },
        { "put off less", Before with { MostSnoozes = 0, LongestSnoozeDays = 1 } },
        { "no one decides otherwise", Before with { Rules = [.. Before.Rules, new("Never reached", new() { EveryDays = 900 })] } },
    };

    [Theory]
    [MemberData(nameof(Laxer))]
    public void Rules_ThatAskForLess_AreLaxer(string how, RotationWishes after) => Assert.True(after.Laxer(Before) is not null, how);

    [Theory]
    [MemberData(nameof(NotLaxer))]
    public void Rules_ThatAskForAsMuch_AreNot(string how, RotationWishes after) => Assert.True(after.Laxer(Before) is null, $"{how}: {after.Laxer(Before)}");

    [Fact]
    public void Rules_ThatNoLongerBeginByThemselves_OrLetTheOldOneLiveLonger_AreLaxer()
    {
        Assert.Null(Itself(24).Laxer(Before));
        Assert.Null(Itself(6).Laxer(Itself(24)));
        Assert.NotNull(Before.Laxer(Itself(24)));
        Assert.NotNull(Itself(25).Laxer(Itself(24)));
    }

    private static RotationWishes Itself(int overlap) => Before with { Rules = [Before.Rules[0] with { Schedule = Before.Rules[0].Schedule with { StartsItself = true, OverlapHours = overlap } }, Before.Rules[1]] };
}
