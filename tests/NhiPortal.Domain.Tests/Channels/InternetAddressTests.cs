using System.Net;
using FsCheck.Fluent;
using NhiPortal.Domain.Channels;

namespace NhiPortal.Domain.Tests.Channels;

/// <summary>What leads inside is never taken for the internet, however it is written.</summary>
public sealed class InternetAddressTests
{
    [Theory]
    [InlineData("8.8.8.8", true)]
    [InlineData("1.1.1.1", true)]
    [InlineData("172.15.255.255", true)]
    [InlineData("172.32.0.1", true)]
    [InlineData("100.63.255.255", true)]
    [InlineData("2606:4700:4700::1111", true)]
    [InlineData("2a00:1450:4001::1", true)]
    [InlineData("0.0.0.0", false)]
    [InlineData("10.0.0.1", false)]
    [InlineData("100.100.100.200", false)]
    [InlineData("127.0.0.1", false)]
    [InlineData("127.255.255.254", false)]
    [InlineData("169.254.169.254", false)]
    [InlineData("168.63.129.16", false)]
    [InlineData("172.16.0.1", false)]
    [InlineData("172.31.255.255", false)]
    [InlineData("192.168.1.1", false)]
    [InlineData("198.18.0.1", false)]
    [InlineData("224.0.0.1", false)]
    [InlineData("255.255.255.255", false)]
    [InlineData("::", false)]
    [InlineData("::1", false)]
    [InlineData("::127.0.0.1", false)]
    [InlineData("::ffff:127.0.0.1", false)]
    [InlineData("::ffff:169.254.169.254", false)]
    [InlineData("::ffff:8.8.8.8", true)]
    [InlineData("64:ff9b::7f00:1", false)]
    [InlineData("2001:0:1::1", false)]
    [InlineData("2001:db8::1", false)]
    [InlineData("2002:7f00:1::", false)]
    [InlineData("fc00::1", false)]
    [InlineData("fd00:ec2::254", false)]
    [InlineData("fe80::1", false)]
    [InlineData("fec0::1", false)]
    [InlineData("ff02::1", false)]
    public void Address_IsJudgedByWhereItLeads(string address, bool outside) => Assert.Equal(outside, InternetAddress.IsPublic(IPAddress.Parse(address)));

    [Fact]
    public void Mapped_IsJudgedAsWhatItMeans() => World.Holds(
        Gen.Choose(0, int.MaxValue),
        bits =>
        {
            var address = new IPAddress(BitConverter.GetBytes(bits * 2654435761L).AsSpan(0, 4));
            return InternetAddress.IsPublic(address) == InternetAddress.IsPublic(address.MapToIPv6());
        },
        5_000);
}
