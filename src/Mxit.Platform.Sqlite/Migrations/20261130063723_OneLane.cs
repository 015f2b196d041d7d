using Microsoft.EntityFrameworkCore.Migrations;

#nullable disable

namespace Mxit.Platform.Sqlite.Migrations
{
    /// <inheritdoc />
    public partial class OneLane : Migration
    {
        /// <inheritdoc />
        protected override void Up(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.DropIndex(
                name: "IX_Messages_Lane_Position",
                table: "Messages");
        }

        /// <inheritdoc />
        protected override void Down(MigrationBuilder migrationBuilder)
        {
            migrationBuilder.CreateIndex(
                name: "IX_Messages_Lane_Position",
                table: "Messages",
                columns: new[] { "Lane", "Position" });
        }
    }
}
