using FsCheck.Fluent;
using NhiPortal.Domain.Channels;

namespace NhiPortal.Domain.Tests.Channels;

/// <summary>A delivery is tried again, later each time, until it arrives or is given up; never after that, never without end.</summary>
public sealed class DeliveryTests
{
    private static readonly DeliveryOutcome Arrived = new(204, "", null), Failed = new(500, "no", null), Silent = new(null, null, "timeout");

    [Fact]
    public void Pauses_AreThoseOfTheDocument_AndEnd() =>
        Assert.Equal([0, 10, 60, 300, 1800, 7200, 21600, 43200, null], Enumerable.Range(0, 9).Select(tries => (int?)Delivery.Pause(tries)?.TotalSeconds));

    [Fact]
    public void Pause_NeverShortens_AndOnceGivenUpStaysGivenUp() => World.Holds(
        Gen.Choose(-5, 1000),
        tries => (Delivery.Pause(tries), Delivery.Pause(tries + 1)) switch
        {
            (null, null) => true,
            ({ } now, null) => now >= TimeSpan.Zero,
            ({ } now, { } next) => next >= now,
            _ => false,
        });

    [Fact]
    public void Story_OfAnyAnswers_EndsOnceAndAsTheAnswersSay() => World.Holds(
        Gen.Elements(Arrived, Failed, Silent, new(302, null, null), new(199, null, null), new(300, null, null)).ListOf(12),
        answers =>
        {
            var (delivery, now, attempts) = (Written(), World.Now, 0);
            foreach (var answer in answers)
            {
                if (delivery.State != DeliveryState.Waiting)
                    break;
                if (delivery.DueAt < now)
                    return false;
                now = delivery.DueAt;
                delivery.Take(now);
                delivery.Answered(delivery.Attempt, answer, now);
                attempts++;
            }

            var arrived = answers.Take(attempts).Any(answer => answer.Arrived);
            return delivery.State == (arrived ? DeliveryState.Delivered : attempts == 8 ? DeliveryState.GivenUp : DeliveryState.Waiting)
                && attempts <= 8 && delivery.Attempt == attempts && now < World.Now.AddDays(1) && (delivery.EndedAt is not null) == (delivery.State != DeliveryState.Waiting);
        });

    [Theory]
    [InlineData(null, 10)]
    [InlineData(-5, 10)]
    [InlineData(3, 10)]
    [InlineData(600, 600)]
    [InlineData(999_999, 12 * 3600)]
    public void RetryAfter_PutsOff_ButNeverSoonerAndNeverForMoreThanHalfADay(int? asked, int waits)
    {
        var delivery = Written();
        delivery.Take(World.Now);
        delivery.Answered(1, Failed with { RetryAfter = asked is { } seconds ? TimeSpan.FromSeconds(seconds) : null }, World.Now);
        Assert.Equal(World.Now.AddSeconds(waits), delivery.DueAt);
    }

    [Fact]
    public void LateAnswer_OfAnAttemptSomebodyTookOver_CountsOnlyWhenItArrived()
    {
        var delivery = Written();
        delivery.Take(World.Now);
        delivery.Take(World.Now + Delivery.Lease);
        delivery.Answered(1, Failed, World.Now + Delivery.Lease);
        Assert.Equal((DeliveryState.Waiting, null), (delivery.State, delivery.Answer));
        delivery.Answered(1, Arrived, World.Now + Delivery.Lease);
        Assert.Equal((DeliveryState.Delivered, 204), (delivery.State, delivery.Answer));
        delivery.Answered(2, Failed, World.Now + Delivery.Lease);
        Assert.Equal((DeliveryState.Delivered, 204), (delivery.State, delivery.Answer));
    }

    [Fact]
    public void Answer_OfAnyLength_IsKeptShort()
    {
        var delivery = Written();
        delivery.Take(World.Now);
        delivery.Answered(1, new(500, new string('x', 4096) + "\u0000", null), World.Now);
        Assert.Equal(Delivery.LongestText, delivery.AnswerText!.Length);
    }

    [Fact]
    public void Replay_BeginsAnew_ButNotWhileItIsStillToBeSent()
    {
        var delivery = Written();
        Assert.Equal("still_waiting", delivery.Replay(World.Now).Refusal?.Code);
        delivery.Drop(World.Now);
        Assert.True(delivery.Replay(World.Now.AddDays(3)).Succeeded);
        Assert.Equal((DeliveryState.Waiting, 0, World.Now.AddDays(3), null), (delivery.State, delivery.Tries, delivery.DueAt, delivery.EndedAt));
    }

    private static Delivery Written() => Delivery.Write(new(new Guid(1, 0, 0, new byte[8])), new Guid(2, 0, 0, new byte[8]), "request.asked", World.Now);
}
