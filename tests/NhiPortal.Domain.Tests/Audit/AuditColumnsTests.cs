using System.Text;
using FsCheck;
using FsCheck.Fluent;
using NhiPortal.Domain.Audit;

namespace NhiPortal.Domain.Tests.Audit;

public sealed class AuditColumnsTests
{
    [Fact]
    public void Read_AnyEvent_SaysWhatItsRowSays() => Prop.ForAll(
        ArbMap.Default.ArbFor<Guid>(), ArbMap.Default.ArbFor<int>(), ArbMap.Default.ArbFor<NonEmptyString>(),
        (seed, choice, text) =>
        {
            var body = Body(seed, choice, text.Get);
            var canonical = body.ToCanonicalBytes();
            Assert.True(AuditColumns.TryRead(canonical, out var columns));
            Assert.Equal(AuditColumns.Of(AuditEvent.Of(body, canonical)), columns);
        }).QuickCheckThrowOnFailure();

    [Theory]
    [InlineData("")]
    [InlineData("[]")]
    [InlineData("{}")]
    [InlineData("{\"id\":")]
    [InlineData("{\"id\":5,\"kind\":\"a\"}")]
    [InlineData("{\"id\":\"no\",\"kind\":\"a\"}")]
    [InlineData("{\"kind\":\"a\"}")]
    [InlineData("{\"id\":\"0193aaaa-0000-7000-8000-000000000001\"}")]
    [InlineData("{\"id\":\"0193aaaa-0000-7000-8000-000000000001\",\"kind\":\"a\",\"actor\":{\"kind\":\"Ghost\"}}")]
    public void Read_WhatIsNoEvent_IsFalse(string json) => Assert.False(AuditColumns.TryRead(Encoding.UTF8.GetBytes(json), out _));

    private static AuditBody Body(Guid seed, int choice, string text)
    {
        var at = new DateTimeOffset(2026, 1, 1, 0, 0, 0, TimeSpan.Zero).AddTicks(choice);
        // Lone surrogates have no canonical form and never reach an event.
        var clean = string.Concat(text.EnumerateRunes().Select(rune => rune.ToString()));
        Guid Other(byte mark) => new([.. seed.ToByteArray().AsSpan(0, 15), mark]);
        bool Has(int bit) => (choice >> bit & 1) == 1;
        return new AuditBody
        {
            Id = Other(1),
            At = at,
            Kind = $"thing.{clean}",
            Actor = new AuditActor((ActorKind)(Math.Abs((long)choice) % 5), Other(2), clean),
            Sentence = clean,
            Tenant = Has(0) ? Other(3) : null,
            Integration = Has(1) ? new AuditThing(Other(4), clean) : null,
            Target = Has(2) ? new AuditThing(Other(5), clean) : null,
            Workload = Has(3) ? new AuditWorkload(Other(6), clean, clean) : null,
            Person = Has(4) ? new AuditThing(Other(7), clean) : null,
            Request = Has(5) ? Other(8) : null,
            Grant = Has(6) ? Other(9) : null,
            Approvers = Has(7) ? [new AuditRoleHolder(Other(10), clean, "system_owner")] : null,
            Facts = new Dictionary<string, string?> { ["id"] = clean, ["kind"] = null },
        };
    }
}
